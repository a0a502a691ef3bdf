/** A figure for each of several fits, with the colour in which it is drawn. */
import type { Curve } from "./LossCurves.js";

interface Props {
  readonly caption: string;
  readonly curves: readonly Curve[];
  readonly titles: Readonly<Record<string, string>>;
  /** What the figures are, in a word. */
  readonly of: string;
  readonly figures: readonly (number | undefined)[];
  readonly show: (figure: number) => string;
}

export function FitTable({ caption, curves, titles, of, figures, show }: Props) {
  return (
    <table>
      <caption>{caption}</caption>
      <tbody>
        {curves.map(({ name, colour }, i) => (
          <tr key={name} data-fit={name} {...{ [`data-${of}`]: figures[i] }}>
            <th scope="row">
              <i class={`swatch ${colour}`} />
              {titles[name]}
            </th>
            <td>{figures[i] === undefined ? "–" : show(figures[i])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
