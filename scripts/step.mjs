/** One line per thing done, so that a first run explains itself. */
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

export function say(sentence) {
  console.log(`▸ ${sentence}`);
}

/**
 * Runs a command and answers its exit code; a child ended by a signal (a crash of a GPU driver, say) counts
 * as 1. `output`: `"show"` as it comes, `"onEnd"` all at once, `"onFailure"` held
 * back until the command fails, `"never"`.
 */
export function run(command, args, { env, output = "show" } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: output === "show" ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    const held = [];
    child.stdout?.on("data", (bytes) => held.push(bytes));
    child.stderr?.on("data", (bytes) => held.push(bytes));
    child.on("error", (error) => held.push(Buffer.from(`${command}: ${error.message}\n`)));
    child.on("close", (code, signal) => {
      if (signal) held.push(Buffer.from(`${command} was ended by ${signal}\n`));
      if (output === "onEnd") process.stdout.write(Buffer.concat(held));
      else if (code !== 0 && output !== "never") process.stderr.write(Buffer.concat(held));
      resolve(code === null || code < 0 ? 1 : code);
    });
  });
}

/** Runs a Node program: a script of ours, or a package's command by the path of its file. */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}

/** Whether a module is the program that was started, and not imported by another. */
export function isMain(meta) {
  return meta.url === pathToFileURL(process.argv[1] ?? "").href;
}
