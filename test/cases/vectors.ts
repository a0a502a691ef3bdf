/** Rows of several vectors, hard in what losses of pairs and triplets make of them: lengths, differences, angles. */
import type { Definition } from "../../src/definition.js";
import { normal } from "./catalogue.js";

type Random = () => number;
/** The vectors of a row, changed in place; `length` numbers each. */
type Harden = (vectors: number[][], random: Random) => void;

/** Whether all that lies along the axis are vectors to be compared: real, and all of them differentiable. */
export function isOfVectors(definition: Definition): boolean {
  if (definition.family !== "rowwise") return false;
  const names = Object.keys(definition.inputs).filter((name) => !definition.perRow.includes(name));
  return (
    names.length > 1 &&
    names.every((n) => definition.inputs[n] === "real" && definition.gradients.includes(n))
  );
}

const times =
  (factor: number): Harden =>
  (vectors) => {
    for (const vector of vectors) for (const i of vector.keys()) vector[i] = (vector[i] as number) * factor;
  };

/** Makes every vector after the first, or only the second, of the first. */
const following =
  (make: (x: number, own: number) => number, every = false): Harden =>
  (vectors) => {
    const [first = [], ...others] = vectors;
    for (const vector of every ? others : others.slice(0, 1))
      for (const [i, x] of first.entries()) vector[i] = make(x, vector[i] as number);
  };

const blank: Harden = (vectors, random) => {
  const chosen = Math.floor(random() * (vectors.length + 1));
  for (const [v, vector] of vectors.entries()) if (v === chosen || chosen === vectors.length) vector.fill(0);
};

const vectorFlavours: Readonly<Record<string, Harden>> = {
  plain: () => {},
  equal: following((x) => x),
  same: following((x) => x, true),
  opposite: following((x) => -x),
  near: following((x, own) => x * (1 + 1e-3 * own)),
  scaled: following((x, own) => 3.7 * x + 0.05 * own, true),
  against: following((x, own) => -0.3 * x + 1e-3 * own, true),
  offset: (vectors) => {
    for (const vector of vectors)
      for (const i of vector.keys()) vector[i] = 1000 + 1e-3 * (vector[i] as number);
  },
  zero: blank,
  // No two vectors have a number in one place.
  orthogonal: (vectors) => {
    for (const [v, vector] of vectors.entries())
      for (const i of vector.keys()) if (i % vectors.length !== v) vector[i] = 0;
  },
  outlier: (vectors) => {
    for (const vector of vectors) vector[0] = Math.sign(vector[0] as number) * 1e3 + (vector[0] as number);
  },
  // Whole steps apart: margins are met exactly.
  stepped: (vectors) => {
    const [first = [], ...others] = vectors;
    for (const i of first.keys()) first[i] = Math.round(2 * (first[i] as number)) / 2;
    for (const [v, vector] of others.entries())
      for (const i of vector.keys()) vector[i] = (first[i] as number) + (i === 0 ? 1 + 0.75 * v : 0);
  },
};

/** Beyond what 16 bits of f16 hold. */
const vastFlavours: Readonly<Record<string, Harden>> = {
  tiny: times(1e-20),
  huge: times(1e16),
  // Differences of what is far larger than they.
  unlike: (vectors, random) => {
    for (const vector of vectors) times(10 ** Math.round(20 * random() - 10))([vector], random);
  },
};

export function flavoursOfVectors(count: number, isVast: boolean, isBroken: boolean): string[] {
  // The 1e-6 that is added to the differences of a triplet leaves nothing of tiny ones.
  const vast = Object.keys(vastFlavours).filter((name) => count < 3 || name !== "tiny");
  if (isVast) return ["plain", ...vast];
  const ordinary = Object.keys(vectorFlavours);
  return isBroken ? [...ordinary, "broken", "broken"] : ordinary;
}

/** `count` vectors of `length` numbers. */
export function hardVectors(count: number, length: number, flavour: string, random: Random): number[][] {
  const vectors = Array.from({ length: count }, () => Array.from({ length }, () => normal(random)));
  (vectorFlavours[flavour] ?? vastFlavours[flavour])?.(vectors, random);
  return vectors;
}
