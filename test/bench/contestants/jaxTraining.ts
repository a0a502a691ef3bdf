/** jax-js on WebGPU: `jit` of a whole step. It comes without optimisers; what needs one is not written anew here. */
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { learningRates, type TrainingContestant } from "./training.js";

export const jaxTraining: TrainingContestant = {
  name: "jax-js",
  async enter({ training, shape }, { parameters, labels }) {
    if (training !== "softmaxDescent") throw new Error("has no optimisers");
    if (!(await init("webgpu")).includes("webgpu")) throw new Error("jax-js found no WebGPU");
    defaultDevice("webgpu");
    const [, classes = 0] = shape;
    const oneHot = nn.oneHot(np.array(labels, { dtype: np.int32 }), classes);
    const lossOf = (x: np.Array, truth: np.Array): np.Array =>
      np.mean(nn.logsumexp(x.ref, -1).sub(np.sum(x.mul(truth), -1)));
    const step = jit((x: np.Array, truth: np.Array): [np.Array, np.Array] => {
      const [loss, gradient] = valueAndGrad(lossOf)(x.ref, truth) as unknown as [np.Array, np.Array];
      return [loss, x.sub(gradient.mul(learningRates[training]))];
    });
    let logits = np.array(parameters.logits ?? new Float32Array(), { shape });
    return {
      async run(count) {
        let loss: np.Array | undefined;
        for (let i = 0; i < count; i++) {
          loss?.dispose();
          [loss, logits] = step(logits, oneHot.ref) as [np.Array, np.Array];
        }
        await logits.blockUntilReady();
        return (await loss?.data())?.[0];
      },
      sample: async (count) => ((await logits.ref.data()) as Float32Array).slice(0, count),
      dispose: () => {
        logits.dispose();
        oneHot.dispose();
      },
    };
  },
};
