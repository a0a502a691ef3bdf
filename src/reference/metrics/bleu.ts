import { readCandidates, readReferences, type Tokens } from "../../check/tokens.js";

interface BleuParams {
  readonly maxN: number;
  readonly smoothing: "exp" | "none" | "floor" | "add-k";
  readonly smoothValue: number | undefined;
}

/** Corpus BLEU: brevity penalty times the geometric mean of the n-gram precisions, in hundredths. */
export function bleu(
  { maxN, smoothing, smoothValue }: BleuParams,
  inputs: Readonly<Record<string, unknown>>,
): number {
  const candidates = readCandidates("bleu", inputs.candidates);
  const references = readReferences("bleu", inputs.references, candidates.length);
  const orders = Array.from({ length: maxN }, (_, k) => matched(candidates, references, k + 1));
  if (orders.every(({ right }) => right === 0)) return 0;
  let halved = 1;
  const precisions = orders.map(({ right, all }, k) => {
    if (smoothing === "add-k" && k > 0) {
      const extra = smoothValue ?? 1;
      return (right + extra) / (all + extra);
    }
    if (right > 0 || all === 0) return right / Math.max(all, 1);
    if (smoothing === "exp") {
      halved /= 2;
      return halved / all;
    }
    return smoothing === "floor" ? (smoothValue ?? 0.1) / all : 0;
  });
  const ours = candidates.reduce((sum, { length }) => sum + length, 0);
  const theirs = references.reduce(
    (sum, list, i) => sum + nearest(list, (candidates[i] as Tokens).length),
    0,
  );
  const brevity = ours < theirs ? Math.exp(1 - theirs / ours) : 1;
  const mean = precisions.reduce((product, precision) => product * precision ** (1 / maxN), 1);
  return 100 * brevity * mean || 0;
}

/** n-grams of the candidates that one of their references has, each as often as it occurs there at most. */
function matched(
  candidates: readonly Tokens[],
  references: readonly (readonly Tokens[])[],
  n: number,
): { right: number; all: number } {
  let [right, all] = [0, 0];
  for (const [i, candidate] of candidates.entries()) {
    const own = grams(candidate, n);
    all += own.length;
    for (const gram of new Set(own)) {
      const there = (references[i] as Tokens[]).map((reference) => occurrences(grams(reference, n), gram));
      right += Math.min(occurrences(own, gram), Math.max(...there));
    }
  }
  return { right, all };
}

function grams(tokens: Tokens, n: number): string[] {
  return Array.from({ length: Math.max(0, tokens.length - n + 1) }, (_, i) => tokens.slice(i, i + n).join());
}

function occurrences(list: readonly string[], gram: string): number {
  return list.filter((other) => other === gram).length;
}

function nearest(references: readonly Tokens[], length: number): number {
  return references
    .map((reference) => reference.length)
    .reduce((best, other) => {
      const [near, far] = [Math.abs(other - length), Math.abs(best - length)];
      return near < far || (near === far && other < best) ? other : best;
    });
}
