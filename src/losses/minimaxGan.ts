import body from "../../shaders/losses/minimaxGan.wgsl?raw";
import { discriminator, half } from "../families/halves.js";

const spec = {
  name: "minimaxGan",
  body,
  citation: "I. Goodfellow et al., Generative Adversarial Nets, NeurIPS 2014, arXiv:1406.2661",
};

/**
 * The original GAN: the generator's loss is the discriminator's with the sign turned. Scores are logits.
 *
 * `.discriminator()` has inputs `real` and `fake`, of any shapes, and gradients of both: the mean of
 * log(1 + e⁻ʳ) over the reals plus the mean of log(1 + eᶠ) over the fakes. No reduction "none"; sample weights
 * are `realWeights` and `fakeWeights`. `.generator()` has input `fake` and its gradient: −log(1 + eᶠ).
 */
export const minimaxGan = Object.freeze({
  discriminator: discriminator(spec, {
    real: half(spec, "real", "real", String.raw`\log(1+e^{-r})`),
    fake: half(spec, "fake", "fake", String.raw`\log(1+e^{f})`),
    formula: String.raw`\log(1+e^{-r})+\log(1+e^{f})`,
  }),
  generator: half(spec, "generator", "fake", String.raw`-\log(1+e^{f})`),
});
