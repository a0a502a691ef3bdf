/** What the terminal says of a row when it has been measured. */
import { bytes, fractionOf, number, peerNames, rangeOf, ratioOf } from "./format.mjs";

export function lineOf(row) {
  const { ours, peers, copy } = row;
  const forms = Object.entries(peers.jax.forms ?? {}).map(
    ([form, found]) => `  jax-js as ${form}: ${typeof found === "number" ? `${number(found)} ms` : found}`,
  );
  return [
    ...forms,
    ...Object.keys(peers).map(
      (key) => `  ${peerNames[key]} ÷ ours: ${peers[key].failed ?? ratioOf(row, key)}`,
    ),
    `  of the same-bytes copy: ${fractionOf(row)} (copy: ${copy.gigabytesPerSecond} GB/s, ${copy.grid})`,
    `  ours ${rangeOf(ours.ms)} ms, first call ${number(ours.firstMs)} ms; ` +
      `${bytes(ours.extraBytes)} beyond inputs and gradient, ${ours.buffersPerStep} buffers and ` +
      `${ours.bindGroupsPerStep} bind groups made per step, at most ${ours.storageBuffers} storage buffers bound`,
  ].join("\n");
}

/** Of an elementwise loss beside a plain loop. */
export function loopLineOf(row) {
  const { ours, peers } = row;
  return `  plain JS ÷ ours: ${ratioOf(row, "plain")} (${rangeOf(peers.plain.ms)} ms; ours ${rangeOf(ours.ms)} ms)`;
}

/** Of a row of training. */
export function trainingLineOf(row) {
  const { ours, peers } = row;
  const runs = (who) => `${rangeOf(who.ms)} ms, first run ${number(who.firstMs)} ms`;
  return [
    ...Object.keys(peers).map(
      (key) =>
        `  ${peerNames[key]} ÷ ours: ${peers[key].failed ?? `${ratioOf(row, key)} (${runs(peers[key])})`}`,
    ),
    `  ours ${runs(ours)}`,
  ].join("\n");
}

/** Of a row in Node on Dawn. */
export function deviceLineOf(row) {
  const { ours, copy, clock, stepsPerSubmit } = row;
  return [
    `${fractionOf(row)} of the copy (${copy.gigabytesPerSecond} GB/s, ${copy.grid})`,
    `${rangeOf(ours.ms)} ms by ${clock}, ${stepsPerSubmit} steps a submit`,
    ...(ours.firstMs === undefined
      ? []
      : [`first call ${ours.firstMs} ms`, `${bytes(ours.extraBytes)} beyond inputs and gradients`]),
  ].join("; ");
}
