import body from "../../shaders/losses/supCon.wgsl?raw";
import { positive } from "../check/params.js";
import { similarity } from "../families/similarity.js";

/**
 * Supervised contrastive loss, L_out of the paper: an embedding is drawn to all others of its class, each
 * against everything else in the batch.
 *
 * −1/|P(i)| Σ_{p∈P(i)} log(e^{s_ip/τ} / Σ_{j≠i} e^{s_ij/τ}), s the cosines, P(i) the others with the label of i.
 *
 * Inputs `embeddings` [N, D] and `labels` [N], identities: any integers. Gradient of `embeddings`. A row without
 * a positive does not count, and is yet a negative of the others. With temperature = base temperature the same
 * as SupContrast's `SupConLoss`.
 *
 * @param params.temperature divides the cosines, > 0. Default 0.1.
 * @throws ShapeError if labels do not fit the embeddings
 * @throws InvalidInputError if temperature is out of range
 */
export const supCon = similarity({
  name: "supCon",
  inputs: { embeddings: "real", labels: "identities" },
  gradients: ["embeddings"],
  params: { temperature: positive(0.1) },
  rows: ["embeddings"],
  numbers: ({ temperature }) => ({ scale: 1 / Math.fround(temperature as number) }),
  statistic: "contrast",
  normalizes: () => true,
  decides: true,
  formula: String.raw`-\frac1P\sum_p\log\frac{e^{s_{ip}}}{\sum_{j\ne i}e^{s_{ij}}}\quad s_{ij}=\tfrac1T z_i\cdot z_j`,
  citation: "P. Khosla et al., Supervised Contrastive Learning, NeurIPS 2020",
  body,
});
