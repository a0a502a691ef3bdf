import type { ExplainedDispatch, Explanation } from "./explain.js";

/** What a line tells: of all dispatches together there is no grid. */
type Told = Pick<ExplainedDispatch, "label" | "traffic" | "bytes" | "flops" | "rooflineSeconds"> & {
  readonly workgroups: number | undefined;
};

/** A plan as a table: one line a dispatch, their sum, and the bytes that are there. Buffers that are written have a *. */
export function planText(plan: Omit<Explanation, "plans" | "text">): string {
  const isTimed = plan.rooflineSeconds !== undefined;
  const head = ["kernel", "workgroups", "read", "written", "flop", "flop/byte"];
  const rows = [
    [...head, ...(isTimed ? ["at the roof"] : []), "buffers"],
    ...plan.dispatches.map((one) => [...rowOf(one), buffersOf(one)]),
    [...rowOf(together(plan)), ""],
  ];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => [...(row[i] ?? "")].length))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, i) =>
        i === 0 || i === row.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  const least = `${bytesText(plan.bytesMoved)} moved at least, ${bytesText(plan.extraBytes)} of buffers beside inputs, gradients and results`;
  return [...lines, least].join("\n");
}

/** All dispatches as if they were one. */
function together({ dispatches, bytes, flops, rooflineSeconds }: Omit<Explanation, "plans" | "text">): Told {
  return {
    label: "in all",
    workgroups: undefined,
    traffic: dispatches.flatMap(({ traffic }) => traffic),
    bytes,
    flops,
    ...(rooflineSeconds === undefined ? {} : { rooflineSeconds }),
  };
}

function rowOf({ label, workgroups, traffic, bytes, flops, rooflineSeconds }: Told): string[] {
  return [
    label,
    workgroups === undefined ? "" : String(workgroups),
    bytesText(traffic.reduce((sum, { reads }) => sum + reads, 0)),
    bytesText(traffic.reduce((sum, { writes }) => sum + writes, 0)),
    scaled(flops, 1000, ["flop", "kflop", "Mflop", "Gflop", "Tflop", "Pflop"]),
    bytes > 0 ? digits(flops / bytes) : "–",
    ...(rooflineSeconds === undefined ? [] : [secondsText(rooflineSeconds)]),
  ];
}

function buffersOf({ traffic }: ExplainedDispatch): string {
  return traffic.map(({ buffer, writes }) => (writes > 0 ? `${buffer}*` : buffer)).join(", ");
}

function bytesText(bytes: number): string {
  return scaled(bytes, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);
}

function secondsText(seconds: number): string {
  return scaled(seconds * 1e9, 1000, ["ns", "µs", "ms", "s"]);
}

/** In the largest unit of which there is one at least. */
function scaled(number: number, step: number, units: readonly string[]): string {
  const most = units.length - 1;
  const power = number < step ? 0 : Math.min(most, Math.floor(Math.log(number) / Math.log(step)));
  return `${digits(number / step ** power)} ${units[power]}`;
}

/** Three digits, or all of a whole number below 10⁴. */
function digits(number: number): string {
  if (Number.isInteger(number) && number < 10_000) return String(number);
  return number >= 100 ? number.toFixed(0) : String(Number(number.toPrecision(3)));
}
