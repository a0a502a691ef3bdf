/** Commands that npm packages bring, by their files: no shell, no PATH, the same on every system. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bootstrap.mjs";
import { runNode } from "./step.mjs";

function fileOf(packageName, command) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[command]);
}

export const tsc = (args, options) => runNode([fileOf("typescript", "tsc"), ...args], options);
export const vite = (args, options) => runNode([fileOf("vite", "vite"), ...args], options);
export const vitest = (args, options) => runNode([fileOf("vitest", "vitest"), ...args], options);
export const biome = (args, options) => runNode([fileOf("@biomejs/biome", "biome"), ...args], options);
export const publint = (args, options) => runNode([fileOf("publint", "publint"), ...args], options);
export const typedoc = (args, options) => runNode([fileOf("typedoc", "typedoc"), ...args], options);
export const attw = (args, options) => runNode([fileOf("@arethetypeswrong/cli", "attw"), ...args], options);
