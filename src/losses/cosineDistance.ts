import body from "../../shaders/losses/cosineDistance.wgsl?raw";
import { rowwise } from "../families/rowwise.js";

/**
 * Cosine distance: 1 − cos(predictions, targets), with the digits of a small angle, and for vectors of any length.
 *
 * Inputs `predictions`, `targets` [N, D]; gradients of both. A vector of zeros has cosine 0 and no gradient.
 * The same as `optax.losses.cosine_distance`, and as `keras.losses.CosineSimilarity` plus 1.
 *
 * @param params.classAxis the axis along which a vector lies. Default -1.
 */
export const cosineDistance = rowwise({
  name: "cosineDistance",
  inputs: { predictions: "real", targets: "real" },
  gradients: ["predictions", "targets"],
  params: {},
  state: { squares: "vec4f", tilt: "f32", products: "vec4f" },
  numbers: () => ({}),
  retakes: true,
  formula: String.raw`1-\frac p{\lVert p\rVert}\cdot\frac t{\lVert t\rVert}`,
  citation:
    "G. Salton, A. Wong, C. S. Yang, A Vector Space Model for Automatic Indexing, Comm. ACM 18 (1975) 613–620",
  body,
});
