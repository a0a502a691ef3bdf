/** What numbers of a kind are. */
export const kinds: Readonly<Record<string, string>> = {
  real: "numbers",
  logits: "numbers; −Infinity masks a class",
  unit: "numbers in [0, 1]",
  binary: "0 or 1",
  sign: "−1 or 1",
  nonNegative: "numbers ≥ 0",
  aboveMinusOne: "numbers > −1",
  labels: "class indices",
  mask: "numbers; non-zero counts",
  identities: "whole numbers",
  lengths: "whole numbers ≥ 0",
};
