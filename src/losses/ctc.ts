import body from "../../shaders/losses/ctc.wgsl?raw";
import { flag, natural } from "../check/params.js";
import { sequence } from "../families/sequence.js";

/**
 * Connectionist temporal classification: −log of the probability that the classes named frame by frame, repeats
 * merged and blanks dropped, read as the targets, over all alignments. It trains on targets that say what comes
 * and not when. The same as `torch.nn.CTCLoss` on `log_softmax(logits)`.
 *
 * Inputs: `logits` [T, N, C] (the log-softmax is inside), `targets` [N, S] padded or flat [ΣtargetLengths],
 * `inputLengths` [N] (default T for all), `targetLengths` [N]. Frames and targets behind the lengths are not read.
 * Gradient: logits, each probability less the share of all alignments that name the class there; 0 behind the
 * lengths. "mean" divides each loss by its target length (at least 1) and averages; `divisor` replaces the count.
 * A target that no alignment reaches (more labels and repeats than frames) costs +Infinity, or 0 with
 * `zeroInfinity`, and its gradient is 0 either way. Near certainty a loss is known to about 1e-7 absolutely.
 *
 * Memory: with gradients 8·T·Σ(2S + 1) bytes beside inputs and gradient (in software three quarters of it, for whole
 * runs of cells), without them O(T·N + N·S).
 *
 * @throws InvalidInputError under `checkInputs` where a length exceeds T or S, flat lengths do not add up, or a
 *   target is the blank or no class
 */
export const ctc = sequence({
  name: "ctc",
  params: { blank: natural(0), zeroInfinity: flag(false) },
  formula: String.raw`-\log\sum_\pi\exp\sum_t\log\operatorname{softmax}(x_t)_{\pi_t}`,
  citation:
    "A. Graves, S. Fernández, F. Gomez, J. Schmidhuber, Connectionist Temporal Classification, ICML (2006) 369–376",
  body,
});
