import { InvalidInputError } from "../errors.js";
import { show } from "./params.js";

/** Whether a call checks its inputs. Left out, it does. */
export function checksInputs(
  where: string,
  { checkInputs = true }: { readonly checkInputs?: unknown },
): boolean {
  if (typeof checkInputs === "boolean") return checkInputs;
  throw new InvalidInputError(`${where}: checkInputs is ${show(checkInputs)}; it must be true or false.`, {
    input: "checkInputs",
  });
}
