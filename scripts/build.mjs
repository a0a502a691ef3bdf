/** `npm run build`: the library's JavaScript by vite and its declarations by tsc, into dist/. */
import { bootstrap } from "./bootstrap.mjs";
import { isMain, say } from "./step.mjs";
import { tsc, vite } from "./tool.mjs";

const output = "onFailure";

/** Answers whether it worked. */
export async function buildLibrary() {
  say("build: dist/");
  return (
    (await vite(["build", "--logLevel", "warn"], { output })) === 0 &&
    (await tsc(["-p", "tsconfig.build.json"], { output })) === 0
  );
}

/** The demo page, into demo-dist/. */
export async function buildDemo() {
  say("build: demo-dist/");
  return (await vite(["build", "--mode", "demo", "--logLevel", "warn"], { output })) === 0;
}

if (isMain(import.meta)) {
  await bootstrap();
  const built = process.argv.includes("--demo") ? await buildDemo() : await buildLibrary();
  process.exitCode = built ? 0 : 1;
}
