/** Float64 helpers of rows of classes. A class at −Infinity is masked: its probability is 0. */

/** The place of the largest number, the first of equals. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) {
    if ((values[c] as number) > (values[best] as number)) best = c;
  }
  return best;
}

/** log Σ eˣ less the largest x: ≥ 0, and exact to the last digits where one x stands out. */
function logTotal(x: Float64Array): number {
  const top = argmax(x);
  let others = 0;
  for (let c = 0; c < x.length; c++) {
    if (c !== top) others += Math.exp((x[c] as number) - (x[top] as number));
  }
  return Math.log1p(others);
}

/** log Σ eˣ. */
export function logSumExp(x: Float64Array): number {
  return (x[argmax(x)] as number) + logTotal(x);
}

/** log softmax(x), the largest x subtracted first so that large ones cancel exactly. */
export function logSoftmax(x: Float64Array): Float64Array {
  const top = x[argmax(x)] as number;
  const total = logTotal(x);
  return x.map((value) => value - top - total);
}

/** mass·eˡ − target where eˡ may be so near 1 that the difference would cancel. */
export function excess(mass: number, target: number, logProbability: number): number {
  return 2 * target > mass
    ? mass * Math.expm1(logProbability) + (mass - target)
    : mass * Math.exp(logProbability) - target;
}

/** A label as targets: 1 there, 0 elsewhere. */
export function oneHot(classes: number, label: number | undefined): Float64Array {
  const targets = new Float64Array(classes);
  if (label !== undefined) targets[label] = 1;
  return targets;
}

/** t(1 − s) + s/C' over the C' classes that are not masked, t(1 − s) elsewhere. */
export function smoothed(targets: Float64Array, share: number, logits: Float64Array): Float64Array {
  const unmasked = logits.filter((x) => x !== Number.NEGATIVE_INFINITY).length;
  return targets.map((t, c) => {
    const spread = logits[c] === Number.NEGATIVE_INFINITY ? 0 : share / unmasked;
    return (1 - share) * t + spread;
  });
}

/** Numbers as logits, masked where `mask` is 0. */
export function countedLogits(
  values: Float64Array | undefined,
  mask: Float64Array | undefined,
): Float64Array {
  return (values as Float64Array).map((value, c) => (mask?.[c] === 0 ? Number.NEGATIVE_INFINITY : value));
}
