import body from "../../shaders/losses/cosineEmbedding.wgsl?raw";
import { nonNegative } from "../check/params.js";
import { rowwise } from "../families/rowwise.js";

/**
 * Cosine embedding loss of pairs: 1 − cos(a, b) where they belong together, max(0, cos(a, b) − margin) where not.
 *
 * Inputs `a`, `b` [N, D], `targets` [N] (1 or −1; or one number for all pairs); gradients of `a` and `b`, 0 for a
 * pair exactly at the margin. A vector of zeros has cosine 0 and no gradient. The same as
 * `torch.nn.CosineEmbeddingLoss`.
 *
 * @param params.margin the cosine up to which strangers cost nothing, ≥ 0. Default 0.
 * @param params.classAxis the axis along which a vector lies. Default -1.
 * @throws InvalidInputError if margin is out of range
 */
export const cosineEmbedding = rowwise({
  name: "cosineEmbedding",
  inputs: { a: "real", b: "real", targets: "sign" },
  perRow: ["targets"],
  gradients: ["a", "b"],
  params: { margin: nonNegative(0) },
  state: { squares: "vec4f", tilt: "f32", products: "vec4f" },
  numbers: ({ margin }) => ({ margin: margin as number }),
  retakes: true,
  formula: String.raw`\begin{cases}1-\cos(a,b)&t=1\\ \max(0,\,\cos(a,b)-m)&t=-1\end{cases}`,
  citation:
    "PyTorch, torch.nn.CosineEmbeddingLoss; J. Bromley, I. Guyon, Y. LeCun, E. Säckinger, R. Shah, Signature Verification Using a Siamese Time Delay Neural Network, NIPS 6 (1993) 737–744",
  body,
});
