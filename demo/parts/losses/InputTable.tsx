/** What a loss takes, and of which of it there is a gradient. */

import type { LossPage } from "virtual:reference";
import type { LossInfo } from "fusedloss";
import { Heads } from "../Heads.js";

interface Props {
  readonly info: LossInfo;
  readonly inputs: LossPage["inputs"];
}

export function InputTable({ info, inputs }: Props) {
  if (inputs.length === 0) return null;
  return (
    <div class="scroll">
      <table class="words">
        <caption>Inputs</caption>
        <Heads of={["name", "what its numbers are", "gradient"]} />
        <tbody>
          {inputs.map(({ name, what, note }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                {what}
                {note && <span class="aside">{note}</span>}
              </td>
              <td>{info.gradients.includes(name) ? "yes" : "no"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
