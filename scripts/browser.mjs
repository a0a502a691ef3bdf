/** Finds a browser with WebGPU; the first that is there wins, and the line printed says which. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { dawnEnvironment, libraryPath } from "./dawn.mjs";
import { run, say } from "./step.mjs";
import { npmChromiumRunsHere, unpackChromium } from "./swiftshader.mjs";

const variables = ["FUSEDLOSS_CHROME", "CHROME", "PUPPETEER_EXECUTABLE_PATH"];

const commands = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser"];

const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  join(process.env.PROGRAMFILES ?? "C:/Program Files", "Google/Chrome/Application/chrome.exe"),
];

const isRoot = process.getuid?.() === 0;

function named() {
  const variable = variables.find((name) => process.env[name]);
  if (!variable) return undefined;
  const path = process.env[variable];
  if (!existsSync(path)) throw new Error(`${variable} names ${path}, and no such file exists.`);
  return { executablePath: path, source: `$${variable}` };
}

function installed() {
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => commands.map((command) => join(folder, command)));
  const path = [...onPath, ...applications].find((candidate) => existsSync(candidate));
  return path && { executablePath: path, source: path };
}

async function fromNpm() {
  if (!npmChromiumRunsHere) return undefined;
  const { executable, vulkan, libraries } = await unpackChromium();
  return {
    executablePath: executable,
    source: "the npm package @sparticuz/chromium",
    env: { LD_LIBRARY_PATH: libraryPath(vulkan, libraries) },
    // It brings no setuid helper, and a container may forbid the namespaces it would use instead.
    sandbox: false,
  };
}

async function fromApt() {
  if (process.platform !== "linux" || !isRoot || !existsSync("/usr/bin/apt-get")) return undefined;
  say("apt-get install chromium: this machine has no browser");
  await run("apt-get", ["update", "-qq"], { output: "onFailure" });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
    output: "onFailure",
  });
  return installed();
}

/**
 * Flags beyond a default start. The adapter is pinned where only the software one can be meant. Chrome refuses
 * to start as root with its sandbox; the only pages it opens are our own.
 */
function launchArguments(software, sandbox) {
  return [
    "--enable-unsafe-webgpu",
    ...(sandbox ? [] : ["--no-sandbox"]),
    ...(software ? ["--use-webgpu-adapter=swiftshader"] : []),
    ...(!software && process.platform === "linux" ? ["--enable-features=Vulkan"] : []),
  ];
}

/** Milliseconds within which a browser stands, on a busy machine too. */
const timeout = 180_000;

/** `{ executablePath, args, env, timeout, source }`: what puppeteer's `launch` takes, and where it was found. */
export async function findBrowser() {
  const browser = named() ?? installed() ?? (await fromNpm()) ?? (await fromApt());
  if (!browser) {
    throw new Error(
      `No browser for the tests. Install Chrome or Chromium, or set ${variables[0]} to the path of one.`,
    );
  }
  const { software } = await dawnEnvironment();
  say(`browser: ${browser.source}${software ? ", with WebGPU in software" : ""}`);
  const { executablePath, source, env, sandbox = !isRoot } = browser;
  return {
    executablePath,
    source,
    args: launchArguments(software, sandbox),
    timeout,
    env: { ...process.env, ...env },
  };
}
