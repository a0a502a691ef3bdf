/** What one pastes into a bug report. */
import type { CheckedRow } from "../../checkWorker.js";
import { deviceLines } from "../../model/device.js";
import { textTable } from "../../model/textTable.js";
import { version } from "../../model/version.js";
import type { CheckState } from "./useCheck.js";

const head = ["", "", "value off by", "of the tolerance", "gradients off by", "of the tolerance"];

const number = (value: number) => (value === 0 ? "0" : value.toExponential(1));
const share = (value: number) => `${(100 * value).toFixed(1)} %`;

function cells({ name, ok, checked }: CheckedRow): string[] {
  const distances = [checked?.value, checked?.gradients];
  return [
    name,
    ok ? "ok" : "NOT OK",
    ...distances.flatMap((one) => (one ? [number(one.difference), share(one.share)] : ["", ""])),
  ];
}

const failingFirst = (a: CheckedRow, b: CheckedRow) => Number(a.ok) - Number(b.ok);

export function reportOf({ status, names, rows, device, seconds }: CheckState): string {
  const right = rows.filter(({ ok }) => ok).length;
  const reasons = rows.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : []));
  const time = seconds === undefined ? status : `in ${seconds.toFixed(1)} s`;
  return [
    `fusedloss ${version}, GPU against the float64 reference`,
    `${right} of ${rows.length} within the tolerance, ${names.length} asked for, ${time}`,
    ...(device ? deviceLines(device) : []),
    "",
    ...reasons,
    textTable([head, ...[...rows].sort(failingFirst).map(cells)]),
  ].join("\n");
}
