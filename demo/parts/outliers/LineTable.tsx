/** The fitted lines in figures. */
import type { Line } from "../../model/lines/line.js";
import { Heads } from "../Heads.js";
import { fixed } from "../numbers.js";

interface Props {
  readonly caption: string;
  readonly names: readonly string[];
  readonly lines: readonly Line[];
  /** How far each has moved. */
  readonly moved: readonly number[];
  readonly settled: boolean;
}

export function LineTable({ caption, names, lines, moved, settled }: Props) {
  return (
    <table data-settled={settled}>
      <caption>{caption}</caption>
      <Heads of={["loss", "slope", "intercept", "moved"]} />
      <tbody>
        {names.map((name, i) => {
          const { slope = 0, intercept = 0 } = lines[i] ?? {};
          const figures = { "data-slope": slope, "data-intercept": intercept, "data-moved": moved[i] };
          return (
            <tr key={name.split(" ")[0]} data-line={name} {...figures}>
              <th scope="row">
                <i class={`swatch ${name.split(" ")[0]}`} />
                {name}
              </th>
              <td>{fixed(slope)}</td>
              <td>{fixed(intercept)}</td>
              <td>{fixed(moved[i] ?? 0)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
