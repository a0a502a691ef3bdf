/** The training step of the page, as one writes it. */
import { lossChoiceOf } from "./lossChoices.js";
import type { ClassifierSettings } from "./settings.js";

/** The call that makes the loss, and the input by which pictures are weighed, where the loss itself cannot. */
function partsOf({ loss, parameter, strength }: ClassifierSettings) {
  const { factory, scores, parameter: own, classWeights } = lossChoiceOf(loss);
  const given = [
    ...(own ? [`${own.name}: ${Number(parameter.toPrecision(3))}`] : []),
    ...(classWeights && strength > 0
      ? [classWeights === "classWeights" ? "classWeights" : `${classWeights}: classWeights`]
      : []),
  ];
  const { name } = factory.info;
  const call = given.length > 0 ? `${name}({ ${given.join(", ")} })` : `${name}()`;
  return { name, call, scores, weights: !classWeights && strength > 0 };
}

export function programOf(settings: ClassifierSettings): string {
  const { name, call, scores, weights } = partsOf(settings);
  const also = weights ? ", weights" : "";
  if (settings.model === "regression") {
    return `import { adam, createEngine, linear, ${name} } from "fusedloss";

const engine = await createEngine();
const step = await engine.compile(linear(${call}), shapes, { gradients: ["weightMatrix", "bias"] });
const optimizer = await engine.optimizer(adam({ learningRate: 5e-3 }), { weightMatrix, bias });

// Ten steps to a submit, and nothing read back between.
step.encode(encoder, { inputs, labels${also}, ...optimizer.parameters });
optimizer.encode(encoder, step.gradients);`;
  }
  return `import { ${name} } from "fusedloss";
import { createEngine, tfLoss } from "fusedloss/tfjs";

const engine = await createEngine();
const loss = await tfLoss(engine, ${call}, { ${scores}: [128, classes], labels: [128]${weights ? ", weights: [128]" : ""} });

// Scores, loss and gradient stay on the GPU that TensorFlow.js computes on.
tf.train.adam(2e-3).minimize(() => loss({ ${scores}: network(images), labels${also} }));`;
}
