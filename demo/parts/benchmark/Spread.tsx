/** A median with the least and the most, in small print. */
interface Props {
  readonly of: { readonly median: number; readonly min: number; readonly max: number } | undefined;
  readonly digits?: number;
  readonly unit?: string;
}

const rounded = (value: number, digits: number) =>
  Number(value.toPrecision(digits)).toLocaleString("en-US", { maximumSignificantDigits: digits });

export function Spread({ of, digits = 2, unit = "" }: Props) {
  if (!of) return <td class="quiet">–</td>;
  const { median, min, max } = of;
  return (
    <td>
      {rounded(median, digits)}
      {unit}
      <small>
        {rounded(min, digits)}–{rounded(max, digits)}
      </small>
    </td>
  );
}
