/** What was taken for what: a row for each class as it is, a column for each as it was taken. */
import type { PictureSet } from "../../model/classifier/pictureSets.js";

interface Props {
  readonly set: PictureSet;
  /** [classes, classes], rows true. */
  readonly confusion: Float64Array | undefined;
}

export function Confusion({ set: { classes }, confusion }: Props) {
  const names = classes.map(({ name }) => name);
  const rows = names.map((_, is) => names.map((_, taken) => confusion?.[names.length * is + taken]));
  return (
    <table class={names.length > 4 ? "confusion" : "confusion few"}>
      <caption>What is (rows), and what it was taken for (columns): pictures held out, counted</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">is</span>
          </th>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, is) => {
          const total = row.reduce<number>((sum, many = 0) => sum + many, 0);
          return (
            <tr key={names[is]}>
              <th scope="row">{names[is]}</th>
              {row.map((many, taken) => (
                <td
                  key={names[taken]}
                  data-count={many}
                  class={many ? (taken === is ? "right" : "wrong") : "none"}
                  style={{ "--share": many ? many / total : 0 }}
                >
                  {many}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
