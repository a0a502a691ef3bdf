import { UnsupportedError } from "../../errors.js";

/** A reader that is not installed: what to type. */
export function absent(format: string, packages: string, cause: unknown): UnsupportedError {
  const why = cause instanceof Error ? cause.message.split("\n")[0] : cause;
  return new UnsupportedError(
    `readBatches: the reader of ${format} is not installed; run npm i ${packages} (${why}).`,
    { cause },
  );
}
