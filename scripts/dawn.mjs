/** What Dawn (WebGPU in Node) needs in its environment on this machine. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runNode, say } from "./step.mjs";
import { npmChromiumRunsHere, unpackChromium } from "./swiftshader.mjs";

const icd = "vk_swiftshader_icd.json";

/** What every process loads first that has SwiftShader for its GPU. */
const pace = new URL("pace.mjs", import.meta.url).href;

/** Where browsers' own packages keep a Vulkan loader and SwiftShader. */
const installedFolders = ["/usr/lib/chromium", "/usr/lib/chromium-browser", "/opt/google/chrome"];

const probe = `
  const { create } = await import("webgpu");
  globalThis.gpu = create([]);
  process.exit((await globalThis.gpu.requestAdapter()) ? 0 : 1);
`;

/** A probe runs in a process of its own: a bad driver can crash, and that must not end the runner. */
async function findsAdapter(env) {
  return (await runNode(["--input-type=module", "-e", probe], { env, output: "never" })) === 0;
}

async function softwareFolder() {
  if (npmChromiumRunsHere) return (await unpackChromium()).vulkan;
  return installedFolders.find((folder) => existsSync(join(folder, icd)));
}

/** Paths joined before what the variable already holds. */
export function libraryPath(...folders) {
  return [...folders, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
}

let answer;

/**
 * `{ software, env }`. `env` is empty where the machine's own driver serves; otherwise it adds SwiftShader,
 * and must be set before the process that loads Dawn starts. FUSEDLOSS_GPU=software asks for that at once.
 */
export function dawnEnvironment() {
  answer ??= look();
  return answer;
}

async function look() {
  const asked = process.env.FUSEDLOSS_GPU === "software";
  if (!asked && (await findsAdapter({}))) {
    say("Node's GPU: this machine's own driver");
    return { software: false, env: {} };
  }
  const folder = await softwareFolder();
  const driver = folder && join(folder, icd);
  const env = driver && {
    NODE_OPTIONS: [process.env.NODE_OPTIONS, `--import=${pace}`].filter(Boolean).join(" "),
    LD_LIBRARY_PATH: libraryPath(folder),
    [asked ? "VK_DRIVER_FILES" : "VK_ADD_DRIVER_FILES"]: driver,
  };
  if (env && (await findsAdapter(env))) {
    say("Node's GPU: SwiftShader, in software");
    return { software: true, env };
  }
  throw new Error(
    "No WebGPU adapter for Node. Install a Vulkan driver, or on Linux a Chromium, which brings a software one " +
      `(looked for ${icd} in ${folder ?? installedFolders.join(", ")}).`,
  );
}
