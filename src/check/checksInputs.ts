import { InvalidInputError } from "../errors.js";
import { show } from "./params.js";

/** Whether a call checks its inputs: the option, or what is usual. */
export function checksInputs(
  where: string,
  { checkInputs = undefined }: { readonly checkInputs?: unknown },
  usual = true,
): boolean {
  const checks = checkInputs ?? usual;
  if (typeof checks === "boolean") return checks;
  throw new InvalidInputError(`${where}: checkInputs is ${show(checkInputs)}; it must be true or false.`, {
    input: "checkInputs",
  });
}
