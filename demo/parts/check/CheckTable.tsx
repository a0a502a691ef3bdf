/** What was checked, and what is still to be. */

import type { CheckedRow } from "../../checkWorker.js";
import { Heads } from "../Heads.js";
import { breakable, percent, power } from "../numbers.js";
import { shareOf } from "./shareOf.js";

interface Props {
  readonly caption: string;
  readonly names: readonly string[];
  readonly rows: ReadonlyMap<string, CheckedRow>;
}

/** A hundredth of the tolerance and the whole of it are both to be seen. */
const lengthOf = (share: number) => `${(100 * Math.min(1, Math.sqrt(share))).toFixed(1)}%`;

function Share({ row }: { readonly row: CheckedRow }) {
  const share = shareOf(row) ?? 0;
  return (
    <td class="share">
      {row.ok ? percent(share) : `${Number.isFinite(share) ? percent(share, 0) : "∞"}: too much`}
      <i aria-hidden="true" style={{ inlineSize: lengthOf(share) }} />
    </td>
  );
}

function Row({ name, row }: { readonly name: string; readonly row: CheckedRow | undefined }) {
  const { checked, reason } = row ?? {};
  return (
    <tr class={row?.ok === false ? "wrong" : undefined} data-checked={row && name} data-ok={row?.ok}>
      <th scope="row">{breakable(name)}</th>
      {reason ? (
        <td class="reason" colSpan={3}>
          {reason}
        </td>
      ) : (
        <>
          <td>{checked ? power(checked.value.difference) : ""}</td>
          <td>{checked ? (checked.gradients ? power(checked.gradients.difference) : "–") : ""}</td>
          {row ? <Share row={row} /> : <td class="share" />}
        </>
      )}
    </tr>
  );
}

export function CheckTable({ caption, names, rows }: Props) {
  if (names.length === 0) return null;
  return (
    <table class="checked">
      <caption>{caption}</caption>
      <Heads of={["name", "value off by", "gradients off by", "of the tolerance"]} />
      <tbody>
        {names.map((name) => (
          <Row key={name} name={name} row={rows.get(name)} />
        ))}
      </tbody>
    </table>
  );
}
