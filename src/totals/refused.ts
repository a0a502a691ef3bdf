import { UnsupportedError } from "../errors.js";
import type { Rule } from "./rule.js";

/** The merge of what cannot be merged: of scores in order, each has its place among all others. */
export function refused(metric: string): Rule["merge"] {
  return () => {
    throw new UnsupportedError(
      `${metric}: an exact ${metric} cannot be added up from parts; give bins, as in ${metric}({ bins: 65536 }).`,
    );
  };
}
