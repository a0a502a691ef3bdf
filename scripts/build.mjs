/**
 * `npm run build`: the library's JavaScript by vite and its declarations by tsc, into dist/; the site into demo-dist/, with
 * the reference of the API. `--demo` makes the site's pages alone.
 */
import { bootstrap } from "./bootstrap.mjs";
import { isMain, say } from "./step.mjs";
import { tsc, typedoc, vite } from "./tool.mjs";

const output = "onFailure";

/** Answers whether it worked. */
export async function buildLibrary() {
  say("build: dist/");
  return (
    (await vite(["build", "--logLevel", "warn"], { output })) === 0 &&
    (await tsc(["-p", "tsconfig.build.json"], { output })) === 0
  );
}

/** The pages, into demo-dist/, which is emptied. */
export async function buildDemo() {
  say("build: demo-dist/");
  return (await vite(["build", "--mode", "demo", "--logLevel", "warn"], { output })) === 0;
}

/** The reference of the API, made of the docstrings, into demo-dist/api/: typedoc.json has the rest. */
export async function buildApi() {
  say("build: demo-dist/api/");
  return (await typedoc([], { output })) === 0;
}

if (isMain(import.meta)) {
  await bootstrap();
  const built = process.argv.includes("--demo")
    ? await buildDemo()
    : (await buildLibrary()) && (await buildDemo()) && (await buildApi());
  process.exitCode = built ? 0 : 1;
}
