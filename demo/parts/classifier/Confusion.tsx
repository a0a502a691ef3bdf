/** What was taken for what: a row for each class as it is, a column for each as it was taken. */
import type { PictureSet } from "../../model/classifier/pictureSets.js";

interface Props {
  readonly set: PictureSet;
  /** [classes, classes], rows true. */
  readonly confusion: Float64Array | undefined;
}

export function Confusion({ set: { classes }, confusion }: Props) {
  const names = classes.map(({ name }) => name);
  const rows = names.map((_, k) => [
    ...(confusion?.subarray(names.length * k, names.length * (k + 1)) ?? new Array(names.length).fill(0)),
  ]);
  return (
    <table class="confusion">
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
          const total = row.reduce((sum, one) => sum + one, 0);
          return (
            <tr key={names[is]}>
              <th scope="row">{names[is]}</th>
              {row.map((many, taken) => (
                <td
                  key={names[taken]}
                  data-count={many}
                  class={many === 0 ? "none" : taken === is ? "right" : "wrong"}
                  style={{ "--share": total > 0 ? many / total : 0 }}
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
