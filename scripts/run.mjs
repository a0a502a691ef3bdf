/** `node scripts/run.mjs scripts/bench.mjs …`: a program of ours on the built library, with a GPU for Node. */
import { bootstrap } from "./bootstrap.mjs";
import { buildLibrary } from "./build.mjs";
import { dawnEnvironment } from "./dawn.mjs";
import { runNode } from "./step.mjs";

await bootstrap();
if (!(await buildLibrary())) process.exit(1);
const { env } = await dawnEnvironment();
process.exitCode = await runNode(process.argv.slice(2), { env });
