/** `npm run hardware`: the plans that real GPUs get, of every loss, run on this machine's adapter. Minutes in software. */
import { bootstrap } from "./bootstrap.mjs";
import { vitest } from "./tool.mjs";

await bootstrap();
process.env.FUSEDLOSS_HARDWARE = "all";
process.exitCode = await vitest(["run", "--project=once", "test/gpu/hardware"]);
