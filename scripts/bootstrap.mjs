/** Brings the dependencies: nothing when they are there, `npm ci` when they are missing or out of date. */
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run, runNode, say } from "./step.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));

const oldestNode = [20, 19];

function nodeIsTooOld() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
}

/** npm writes its own copy of the lock file last, so that copy's age is the installation's. */
function installed() {
  const marker = `${root}node_modules/.package-lock.json`;
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs;
}

/** npm as the program that started us, or the one on the path. */
function npm(...args) {
  const self = process.env.npm_execpath;
  return self?.endsWith(".js") ? runNode([self, ...args]) : run("npm", args);
}

export async function bootstrap() {
  process.chdir(root);
  if (nodeIsTooOld()) {
    throw new Error(
      `fusedloss needs Node ${oldestNode.join(".")} or newer; this is ${process.versions.node}.`,
    );
  }
  if (installed()) return;
  say("npm ci: the dependencies are missing or older than package-lock.json");
  if ((await npm("ci")) !== 0) throw new Error("npm ci failed; its own message above says why.");
}
