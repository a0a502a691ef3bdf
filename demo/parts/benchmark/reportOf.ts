/** What one posts of this machine. */
import type { PeerResult, RowResult } from "../../bench/compareRow.js";
import { deviceLines } from "../../model/device.js";
import { textTable } from "../../model/textTable.js";
import { version } from "../../model/version.js";
import type { BenchmarkState } from "./useBenchmark.js";

type Spread = NonNullable<RowResult["ours"]>;

const rounded = (value: number, digits = 3) => String(Number(value.toPrecision(digits)));
const between = ({ median, min, max }: Spread, digits = 3) =>
  `${rounded(median, digits)} (${rounded(min, digits)}–${rounded(max, digits)})`;

const peerCells = ({ ms, ratio }: PeerResult) => [
  ms ? between(ms) : "failed",
  ratio ? between(ratio, 2) : "",
];

function cells({ name, ours, copy, peers }: RowResult): string[] {
  return [
    name,
    ours ? between(ours) : "",
    copy ? between(copy.fraction, 2) : "",
    copy ? rounded(copy.gigabytesPerSecond) : "",
    ...peers.flatMap(peerCells),
  ];
}

export function reportOf({ rows, device }: BenchmarkState): string {
  const [first] = rows;
  if (!first) return "";
  const head = [
    "",
    "fusedloss ms",
    "copy ÷ fusedloss",
    "copy GB/s",
    ...first.peers.flatMap(({ name }) => [`${name} ms`, `${name} ÷ fusedloss`]),
  ];
  const reasons = rows.flatMap((row) =>
    row.peers.flatMap(({ name, reason }) => (reason ? [`${name}, ${row.name}: ${reason}`] : [])),
  );
  return [
    `fusedloss ${version}: loss and gradient, until the loss is read back`,
    `median (least–most) of ${first.rounds} rounds in turn; the copy moves the same bytes, both many steps to a submit`,
    ...(device ? deviceLines(device) : ["no WebGPU here"]),
    "",
    ...reasons,
    textTable([head, ...rows.map(cells)]),
  ].join("\n");
}
