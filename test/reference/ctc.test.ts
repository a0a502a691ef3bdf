/** CTC by its definition: every path of a short sequence is written out, and those that read as the targets add up. */
import { describe, expect, it } from "vitest";
import { ctc } from "../../src/losses/ctc.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { normal, randomFrom } from "../cases/catalogue.js";

/** Every sequence of `frames` classes. */
function* paths(frames: number, classes: number): Generator<number[]> {
  if (frames === 0) {
    yield [];
    return;
  }
  for (const path of paths(frames - 1, classes)) {
    for (let next = 0; next < classes; next++) yield [...path, next];
  }
}

/** Repeats merged, then blanks dropped. */
function read(path: readonly number[], blank: number): number[] {
  return path.filter((label, t) => label !== path[t - 1]).filter((label) => label !== blank);
}

function probabilities(row: readonly number[]): number[] {
  const powers = row.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** −log p and its slopes by the logits: probabilities less the shares of the paths that read as the targets. */
function enumerate(logits: readonly (readonly number[])[], targets: readonly number[], blank: number) {
  const rows = logits.map(probabilities);
  const classes = logits[0]?.length ?? 0;
  const shares = rows.map((row) => row.map(() => 0));
  let total = 0;
  for (const path of paths(rows.length, classes)) {
    if (read(path, blank).join() !== targets.join()) continue;
    const chance = path.reduce((product, label, t) => product * (rows[t]?.[label] as number), 1);
    total += chance;
    for (const [t, label] of path.entries()) {
      const own = shares[t] as number[];
      own[label] = (own[label] as number) + chance;
    }
  }
  const slopes = rows.flatMap((row, t) =>
    row.map((p, k) => (total === 0 ? 0 : p - (shares[t]?.[k] as number) / total)),
  );
  return { loss: -Math.log(total), slopes };
}

describe("ctc is the sum over all paths", () => {
  const cases: readonly (readonly [string, number, number, readonly number[], number])[] = [
    ["nothing to say", 4, 3, [], 0],
    ["one label", 5, 3, [2], 0],
    ["two labels", 5, 3, [1, 2], 0],
    ["a repeat", 5, 3, [1, 1], 0],
    ["a repeat that just fits", 5, 3, [2, 2, 2], 0],
    ["a repeat that does not", 4, 3, [2, 2, 2], 0],
    ["as many labels as frames", 4, 4, [1, 2, 3, 1], 0],
    ["one more", 3, 4, [1, 2, 3, 1], 0],
    ["the blank last", 5, 3, [0, 1, 0], 2],
    ["the blank in the middle", 6, 3, [0, 2, 2], 1],
    ["nothing but the blank to choose from", 3, 1, [], 0],
  ];
  it.each(cases)("%s", (_, frames, classes, targets, blank) => {
    const random = randomFrom(frames * 100 + classes * 10 + targets.length);
    const logits = Array.from({ length: frames }, () =>
      Array.from({ length: classes }, () => 2 * normal(random)),
    );
    const wanted = enumerate(logits, targets, blank);
    const found = evaluate(
      ctc({ blank }),
      { logits: logits.map((row) => [row]), targets, targetLengths: [targets.length] },
      { reduction: "none" },
    );
    const [loss] = found.loss as Float64Array;
    if (wanted.loss === Number.POSITIVE_INFINITY) expect(loss).toBe(wanted.loss);
    else expect(loss).toBeCloseTo(wanted.loss, 12);
    expect(found.gradients.logits).toHaveLength(frames * classes);
    for (const [i, slope] of wanted.slopes.entries())
      expect(found.gradients.logits[i]).toBeCloseTo(slope, 12);
  });
});
