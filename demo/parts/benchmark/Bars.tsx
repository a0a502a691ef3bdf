/** How long each takes for a row, beside the slowest of them. */
import type { RowResult } from "../../bench/compareRow.js";
import { RowName } from "./RowName.js";

interface Bar {
  readonly name: string;
  readonly kind: "ours" | "peer";
  readonly ms: number;
}

function barsOf({ ours, peers }: RowResult): Bar[] {
  const others = peers.flatMap(({ name, ms }) =>
    ms ? [{ name, kind: "peer" as const, ms: ms.median }] : [],
  );
  return ours ? [{ name: "fusedloss", kind: "ours", ms: ours.median }, ...others] : others;
}

const milliseconds = (ms: number) => `${Number(ms.toPrecision(2))}\u202fms`;

export function Bars({ row }: { readonly row: RowResult }) {
  const bars = barsOf(row);
  const longest = Math.max(...bars.map(({ ms }) => ms));
  const told = bars.map(({ name, ms }) => `${name} ${milliseconds(ms)}`).join(", ");
  return (
    <figure class="bars" role="img" aria-label={`Time for loss and gradient of ${row.name}: ${told}`}>
      <h3>
        <RowName name={row.name} />
      </h3>
      {bars.map(({ name, kind, ms }) => (
        <div key={name} class={kind}>
          <span>{name}</span>
          <i style={{ inlineSize: `${(100 * ms) / longest}%` }} />
          <span>{milliseconds(ms)}</span>
        </div>
      ))}
    </figure>
  );
}
