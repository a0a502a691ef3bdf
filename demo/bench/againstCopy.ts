import type { OurEntry } from "./contestants/ours.js";
import { makeCopy, timeSubmit } from "./copy.js";
import { type Row, trafficOf } from "./rows.js";
import { median, ratio, spread } from "./statistics.js";
import { stepsFor } from "./stepsFor.js";

/** Steps in one submit, against the copy, until they take this long. */
const shortestSubmit = 5;

/** Ours and a copy of the same bytes, in turn, as many steps to a submit as it takes to be worth timing. */
export async function againstCopy(entry: OurEntry, row: Row, rounds: number) {
  const { device } = entry;
  const { reads } = trafficOf(row);
  const copy = await makeCopy(
    device,
    row,
    entry.buffers.map((set) => Object.values(set).slice(0, reads)),
  );
  const encode = (encoder: GPUCommandEncoder, set: number) => entry.encode(encoder, set);
  const once = await timeSubmit(device, encode, 1, 0);
  const copyOnce = await timeSubmit(device, copy.encode, 1, 0);
  const steps = stepsFor(shortestSubmit, Math.min(once, copyOnce));
  const [copyMs, oursMs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    copyMs.push(await timeSubmit(device, copy.encode, steps, round));
    oursMs.push(await timeSubmit(device, encode, steps, round));
  }
  copy.destroy();
  return {
    grid: copy.name,
    stepsPerSubmit: steps,
    bytes: copy.bytes,
    copyMs: spread(copyMs),
    oursMs: spread(oursMs),
    gigabytesPerSecond: Number((copy.bytes / median(copyMs) / 1e6).toPrecision(3)),
    fraction: ratio(copyMs, oursMs),
  };
}
