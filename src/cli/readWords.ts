import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "../check/words.js";
import { InvalidInputError } from "../errors.js";

type Options = NonNullable<ParseArgsConfig["options"]>;

interface Config<O extends Options> {
  readonly options: O;
  readonly allowPositionals: true;
  readonly strict: true;
}

/** Options and other words of a command; a misspelt option is told with its nearest. */
export function readWords<const O extends Options>(
  command: string,
  words: readonly string[],
  options: O,
): ReturnType<typeof parseArgs<Config<O>>> {
  try {
    return parseArgs<Config<O>>({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    } as never);
  } catch (cause) {
    const { message } = cause as Error;
    const [, unknown] = /^Unknown option '(--?[\w-]+)/.exec(message) ?? [];
    const known = Object.keys(options).map((name) => `--${name}`);
    const fault = unknown
      ? `there is no option ${unknown}; it takes ${known.join(", ")}${nearest(unknown, known)}`
      : message.split(/\.(\s|$)/)[0];
    throw new InvalidInputError(`${command}: ${fault}. Try fusedloss ${command} --help.`, {}, { cause });
  }
}
