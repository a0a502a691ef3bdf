/** `npm start`: builds everything, runs the job in the terminal, then serves the demo until Ctrl-C. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { bootstrap, root } from "./bootstrap.mjs";
import { buildApi, buildDemo, buildLibrary } from "./build.mjs";
import { dawnEnvironment } from "./dawn.mjs";
import { serve } from "./serve.mjs";
import { runNode, say } from "./step.mjs";

const job = join(root, "scripts/flights.mjs");
const stays = !process.argv.includes("--no-serve") && !process.env.CI;

await bootstrap();
if (!(await buildLibrary()) || !(await buildDemo())) process.exit(1);
if (!(await buildApi())) say("the site goes without the reference of the API: what is above says why");

if (existsSync(job)) {
  say("flights: a real data set, in this terminal");
  const code = await runNode([job], { env: (await dawnEnvironment()).env });
  if (code !== 0) process.exit(code);
}

if (stays) {
  const { address } = await serve(join(root, "demo-dist"));
  say(`demo: ${address} (open it in a browser with WebGPU; Ctrl-C ends)`);
}
