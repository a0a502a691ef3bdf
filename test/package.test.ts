/** The built package as a user meets it. `npm test` builds it first; by itself: `npm run build`. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as library from "../src/index.js";
import { projectFiles, read, root } from "./setup/tree.js";

const entries = Object.keys(JSON.parse(read("package.json")).exports)
  .filter((name) => name !== "./package.json")
  .map((name) => name.replace(".", "fusedloss"));

let home = "";

/** A project beside ours that has the package installed, as a link to this folder. */
beforeAll(() => {
  if (!existsSync(join(root, "dist/index.js"))) throw new Error("dist/ is missing: npm run build");
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  home = mkdtempSync(join(cache, "consumer-"));
  mkdirSync(join(home, "node_modules"));
  symlinkSync(root, join(home, "node_modules/fusedloss"), "junction");
});

afterAll(() => {
  if (home) rmSync(home, { recursive: true });
});

/** Bundles a program as a user's build would, and answers the code. */
async function bundle(program: string): Promise<string> {
  const entry = join(home, "main.js");
  writeFileSync(entry, program);
  const result = await build({
    root: home,
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false, rolldownOptions: { input: entry } },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
  return output.map((file) => (file.type === "chunk" ? file.code : "")).join("\n");
}

/** The functions that a shader declares: its fingerprints in a bundle. */
function functionsOf(path: string): string[] {
  return [...read(path).matchAll(/\bfn\s+(\w+)/g)].map((match) => match[1]!);
}

describe("the package", () => {
  it("exports what src/index.ts does, and nothing of the build's own", () => {
    const program = 'console.log(Object.keys(await import("fusedloss")).join())';
    const names = execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: home });
    expect(String(names).trim().split(",").sort()).toEqual(Object.keys(library).sort());
  });

  it("brings one loss for one import", async () => {
    const code = await bundle('import { mse } from "fusedloss"; console.log(mse());');
    const own = functionsOf("shaders/losses/mse.wgsl");
    const others = projectFiles(/^shaders\/(losses|optim|metrics)\//).flatMap(functionsOf);
    const found = others.filter((name) => new RegExp(`fn\\s+${name}\\b`).test(code));
    expect([...new Set(found)].sort()).toEqual([...new Set(own)].sort());
  });

  it("brings one metric for one import, and no rule but its own", async () => {
    const code = await bundle('import { rSquared } from "fusedloss"; console.log(rSquared());');
    const others = projectFiles(/^shaders\/(losses|metrics)\//).flatMap(functionsOf);
    const found = others.filter((name) => new RegExp(`fn\\s+${name}\\b`).test(code));
    expect([...new Set(found)].sort()).toEqual(functionsOf("shaders/metrics/rSquared.wgsl").sort());
    expect([...code.matchAll(/name: "(roc|mean|bleu|variance)"/g)].map((match) => match[1])).toEqual([
      "variance",
    ]);
  });

  it("brings the parser of custom losses for customLoss alone", async () => {
    const phrase = "is outside the subset";
    expect(await bundle('import { mse } from "fusedloss"; console.log(mse());')).not.toContain(phrase);
    const code = await bundle('import { customLoss } from "fusedloss"; console.log(customLoss);');
    expect(code).toContain(phrase);
    const found = projectFiles(/^shaders\/losses\//)
      .flatMap(functionsOf)
      .filter((name) => new RegExp(`fn\\s+${name}\\b`).test(code));
    expect(found).toEqual([]);
  });

  it.each(entries)("%s can be imported on a server, where there is no navigator and no window", (entry) => {
    const program = `
      delete globalThis.navigator;
      const names = Object.keys(await import(${JSON.stringify(entry)}));
      if (globalThis.navigator || globalThis.window || globalThis.GPUBufferUsage) throw new Error("a global");
      console.log(names.length);
    `;
    const names = execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: home });
    expect(Number(names)).toBeGreaterThan(0);
  });
});
