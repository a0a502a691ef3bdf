/** The numbers of the rows, each a median with the least and the most below it. */

import type { RowResult } from "../../bench/compareRow.js";
import { Heads } from "../Heads.js";
import { RowName } from "./RowName.js";
import { Spread } from "./Spread.js";

const percentOf = ({ median, min, max }: NonNullable<RowResult["ours"]>) => ({
  median: 100 * median,
  min: 100 * min,
  max: 100 * max,
});

export function BenchmarkTable({ rows }: { readonly rows: readonly RowResult[] }) {
  const peers = rows[0]?.peers.map(({ name }) => name) ?? ["plain JS"];
  const columns = [
    "fusedloss",
    "a copy moves",
    "of that speed",
    ...peers.map((name) => `${name} ÷ fusedloss`),
  ];
  return (
    <div class="scroll">
      <table class="wide">
        <caption>
          <span>
            Loss and gradient until the loss is read back, in milliseconds: the median, and from least to
            most. Against the copy many steps are in a submit, and nothing is read back.
          </span>
        </caption>
        <Heads of={["loss", ...columns]} />
        <tbody>
          {rows.map(({ name, ours, copy, peers: others }) => (
            <tr key={name} data-row={name} data-ratio={others[0]?.ratio?.median}>
              <th scope="row">
                <RowName name={name} />
              </th>
              <Spread of={ours} />
              <td>{copy ? `${Number(copy.gigabytesPerSecond.toPrecision(2))}\u202fGB/s` : "–"}</td>
              <Spread of={copy && percentOf(copy.fraction)} unit={"\u202f%"} />
              {others.map((peer) =>
                peer.reason ? (
                  <td key={peer.name} class="quiet" title={peer.reason}>
                    not timed
                  </td>
                ) : (
                  <Spread key={peer.name} of={peer.ratio} unit="×" />
                ),
              )}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td class="empty" colSpan={1 + columns.length}>
                Nothing measured yet.
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
