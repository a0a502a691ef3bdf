import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../check/words.js";
import { FusedLossError, InvalidInputError, NoDeviceError, ShapeError, UnsupportedError } from "../errors.js";
import { evaluateFile } from "./evaluateFile.js";
import { help } from "./help.js";
import { losses, metrics, optimizers } from "./pages.js";

/** Words after the command, and a signal that Ctrl-C gives → what to print. */
type Command = (words: readonly string[], signal: AbortSignal) => string | Promise<string>;

const commands: Readonly<Record<string, Command>> = { eval: evaluateFile, losses, metrics, optimizers };

/** Exit codes, as shells and `timeout` know them. */
const failed = 1;
const refused = 2;
const interrupted = 130;

/**
 * Runs a command line and answers the exit code: 0, 2 for what is wrong with the arguments, the file or this
 * machine, 1 for a failure of ours. What it prints it prints at once, when all is known.
 */
export async function main(words: readonly string[]): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  try {
    process.stdout.write(await answer(words, stop.signal));
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return interrupted;
    return complain(error);
  } finally {
    process.off("SIGINT", interrupt);
  }
}

function answer([command, ...rest]: readonly string[], signal: AbortSignal): string | Promise<string> {
  if (command === undefined || command === "--help" || command === "-h" || command === "help")
    return help.all;
  if (command === "--version" || command === "-v") return `${version()}\n`;
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (run) return rest.includes("--help") || rest.includes("-h") ? help[command]! : run(rest, signal);
  const known = Object.keys(commands);
  throw new InvalidInputError(
    `there is no command "${command}"; there are ${known.join(", ")}${nearest(command, known)}. Try fusedloss --help.`,
  );
}

/** By its path: where a URL of a file stands in the text, the build puts the file itself. */
function version(): string {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")).version;
}

/** What the user can mend. */
const ofTheUser = [InvalidInputError, ShapeError, UnsupportedError, NoDeviceError];

function complain(error: unknown): number {
  const isKnown = error instanceof FusedLossError;
  const text = isKnown
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
  process.stderr.write(`fusedloss: ${text}\n`);
  return ofTheUser.some((kind) => error instanceof kind) ? refused : failed;
}
