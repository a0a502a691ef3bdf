/** The parameters of a loss: what each may be, what it is if nothing is said, and what it does. */

import type { LossInfo } from "fusedloss";
import { Heads } from "../Heads.js";
import { Line } from "./Words.js";

interface Props {
  readonly info: LossInfo;
  /** A sentence for those that the docstring speaks of. */
  readonly meanings: Readonly<Record<string, string>>;
}

/** Of all losses that have one: their docstrings need not repeat it. */
const common: Readonly<Record<string, string>> = {
  classAxis: "which axis holds the classes, counted from the end where negative.",
  ignoreIndex: "rows with this label do not count.",
};

/** The default has a column of its own. */
const meaningOf = (text: string) => text.replace(/\s*Default:? [^.]*(\.\d[^.]*)?\.?$/, "");

function defaultText(value: unknown): string {
  if (value === undefined) return "none";
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  return JSON.stringify(value);
}

export function ParameterTable({ info, meanings }: Props) {
  const params = Object.entries(info.params);
  if (params.length === 0) return null;
  return (
    <div class="scroll">
      <table class="words">
        <caption>Parameters</caption>
        <Heads of={["name", "what it does", "default"]} />
        <tbody>
          {params.map(([name, { default: value, range }]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                <Line text={meaningOf(meanings[name] ?? common[name] ?? "")} />
                <span class="aside">{range}</span>
              </td>
              <td>
                <code>{defaultText(value)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
