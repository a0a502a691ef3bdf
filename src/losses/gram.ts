import body from "../../shaders/losses/gram.wgsl?raw";
import { products } from "../families/products.js";

/**
 * Style loss: ‖G(p) − G(t)‖²_F of an image's features, G(x) = x·xᵀ/(C·H·W) being the Gram matrix of its channels. It
 * compares which features appear together, not where.
 *
 * Inputs `predictions` and `targets` [N, C, H, W], such as a network's activations. Only `predictions` has a gradient,
 * 4/(C·H·W)·(G(p) − G(t))·p. One loss per image; "mean" is over images. The same as the sum (not the mean) of squares
 * of the difference of `gram_matrix` in PyTorch's tutorial on neural style.
 */
export const gram = products({
  name: "gram",
  params: {},
  formula: String.raw`\lVert G(p)-G(t)\rVert_F^2\quad G(x)=\frac{x\,x^T}{C\,H\,W}`,
  citation:
    "L. A. Gatys, A. S. Ecker, M. Bethge, Image Style Transfer Using Convolutional Neural Networks, CVPR 2016",
  body,
});
