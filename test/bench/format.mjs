/** Numbers as the terminal and the docs show them. */

const plainNumber = (value) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2);

export function number(value) {
  if (value === 0) return "0";
  return value >= 0.01 ? plainNumber(value) : value.toExponential(0);
}

export const rangeOf = ({ median, min, max }) => `${number(median)} (${number(min)}–${number(max)})`;

const percent = (value) => `${Math.round(100 * value)} %`;
const percents = ({ median, min, max }) => `${percent(median)} (${percent(min)}–${percent(max)})`;

export function bytes(count) {
  if (count < 1024) return `${count} B`;
  if (count < 2 ** 20) return `${(count / 1024).toFixed(1)} KiB`;
  return `${(count / 2 ** 20).toFixed(1)} MiB`;
}

/** `, asked 7 ✓`, where something is asked. */
export function mark(asked, found, show) {
  return asked === undefined ? "" : `, asked ${show(asked)} ${found >= asked ? "✓" : "✗"}`;
}

/** How many times as long a peer takes: `7.9× (7.1–8.3), asked 7 ✓`. */
export function ratioOf({ peers, least }, key) {
  const ratio = peers[key]?.ratio;
  if (!ratio) return "not timed";
  const { median, min, max } = ratio;
  return `${number(median)}× (${number(min)}–${number(max)})${mark(least?.[key], median, String)}`;
}

/** Which part of the copy's speed: `67 % (50 %–73 %), asked 60 % ✓`. */
export function fractionOf({ copy, least }) {
  if (!copy) return "–";
  return `${percents(copy.fraction)}${mark(least?.copy, copy.fraction.median, percent)}`;
}

export const busyNote = ({ busy }) => (busy > 0.5 ? `, on a busy machine (load ${busy} per CPU)` : "");

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i ? "---:" : "---"))), ...rows.map(line)].join("\n");
}

export const peerNames = { tensorflow: "TensorFlow.js", jax: "jax-js", plain: "plain JS" };
