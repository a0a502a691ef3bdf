/** A file to try the page with: offers of a shop, what was predicted of them, and what came. */
import { randomFrom } from "../../training/random.js";

const rows = 20_000;
const header = "price,predictedPrice,wasSold,probability,logit,kind,pA,pB,pC";

export function sampleFile(): File {
  const { uniform, normal } = randomFrom(17);
  const lines = Array.from({ length: rows }, () => {
    const price = 40 + 12 * normal();
    const predicted = price + 3 * normal() + (uniform() < 0.02 ? 40 : 0);
    const logit = 1.5 * normal();
    const probability = 1 / (1 + Math.exp(-logit));
    const sold = uniform() < 1 / (1 + Math.exp(-0.8 * logit)) ? 1 : 0;
    const shares = Array.from({ length: 3 }, () => Math.exp(1.2 * normal()));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const [a = 0, b = 0, c = 0] = shares.map((share) => share / total);
    const at = uniform();
    const kind = at < a ? 0 : at < a + b ? 1 : 2;
    const numbers = [price.toFixed(2), predicted.toFixed(2), sold, probability.toFixed(5), logit.toFixed(4)];
    return [...numbers, kind, ...[a, b, c].map((share) => share.toFixed(5))].join(",");
  });
  return new File([[header, ...lines, ""].join("\n")], "offers.csv", { type: "text/csv" });
}
