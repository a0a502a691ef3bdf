/** Whole runs of training, ours and a peer's in turn, in the tab of `page.ts`. Nothing is timed that trains otherwise. */
import { adam, linear, softmaxCrossEntropy, tensor } from "fusedloss";
import { evaluate, step } from "fusedloss/reference";
import { ratio, spread } from "../../demo/bench/statistics.js";
import { oursTraining } from "./contestants/oursTraining.js";
import { tensorflowTraining } from "./contestants/tensorflowTraining.js";
import { learningRate, type Trainer, type TrainingData } from "./contestants/training.js";
import { type TrainingRow, trainingNameOf } from "./trainingRows.mjs";

/** How many parameters are judged, and after how many steps. */
const judged = 100;
const judgedSteps = 3;
/** Beside the largest of them: Adam divides by a root of what may be all rounding. */
const bound = 1e-3;

function dataOf({ training, shape }: TrainingRow): TrainingData {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32 - 0.5;
  };
  const draw = (length: number) => Float32Array.from({ length }, next);
  if (training === "adam") {
    const [length = 0] = shape;
    return {
      parameters: { weights: draw(length) },
      gradients: { weights: draw(length) },
      inputs: new Float32Array(),
      labels: new Int32Array(),
    };
  }
  const [rows = 0, features = 0, classes = 0] = shape;
  return {
    parameters: { weightMatrix: new Float32Array(features * classes), bias: new Float32Array(classes) },
    gradients: {},
    inputs: draw(rows * features),
    labels: Int32Array.from({ length: rows }, (_, i) => (7 * i) % classes),
  };
}

/** The first parameters after a run: of the optimiser by the reference, which takes each by itself. */
function expectedOf(
  { training, shape }: TrainingRow,
  { parameters, gradients, inputs, labels }: TrainingData,
) {
  if (training === "adam") {
    const first = (numbers: Float32Array = new Float32Array()) => numbers.slice(0, judged);
    const gradient = { weights: first(gradients.weights) };
    let now: Omit<Parameters<typeof step>[1], "gradients"> = {
      parameters: { weights: first(parameters.weights) },
    };
    for (let i = 0; i < judgedSteps; i++)
      now = step(adam({ learningRate }), { ...now, gradients: gradient } as never);
    return now.parameters.weights as unknown as Float64Array;
  }
  const [rows = 0, features = 0, classes = 0] = shape;
  const data = { inputs: tensor(inputs, [rows, features]), labels };
  const shaped = { weightMatrix: [features, classes], bias: [classes] };
  let now: Parameters<typeof step>[1] = { parameters, gradients: {} };
  for (let i = 0; i < judgedSteps; i++) {
    const at = Object.fromEntries(
      Object.entries(shaped).map(([name, shape]) => [
        name,
        tensor(now.parameters[name] as Float32Array, shape),
      ]),
    );
    const { gradients } = evaluate(linear(softmaxCrossEntropy()), { ...data, ...at } as never, {
      gradients: ["weightMatrix", "bias"],
    });
    now = step(adam({ learningRate }), { ...now, gradients } as never) as never;
  }
  return (now.parameters.weightMatrix as unknown as Float64Array).slice(0, judged);
}

/** How far the first parameters are off, beside the largest of what they moved to. */
async function errorOf(trainer: Trainer, expected: Float64Array): Promise<number> {
  const found = await trainer.sample(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs((found[i] ?? Number.NaN) - value))) / largest;
}

export async function benchTraining(row: TrainingRow, { rounds }: { readonly rounds: number }) {
  const data = dataOf(row);
  const expected = expectedOf(row, data);
  const contestants = { ours: oursTraining, tensorflow: tensorflowTraining };
  const runners: Record<string, { trainer: Trainer; firstMs: number; error: number; ms: number[] }> = {};
  for (const [key, contestant] of Object.entries(contestants)) {
    const trainer = await contestant.enter(row, data);
    const start = performance.now();
    await trainer.run(judgedSteps);
    const firstMs = performance.now() - start;
    const error = await errorOf(trainer, expected);
    if (!(error <= bound)) throw new Error(`${trainingNameOf(row)}: ${contestant.name} is off by ${error}`);
    await trainer.run(row.steps);
    runners[key] = { trainer, firstMs, error, ms: [] };
  }
  for (let round = 0; round < rounds; round++) {
    for (const { trainer, ms } of Object.values(runners)) {
      const start = performance.now();
      await trainer.run(row.steps);
      ms.push(performance.now() - start);
    }
  }
  const told = ({ firstMs, error, ms }: (typeof runners)[string]) => ({ firstMs, error, ms: spread(ms) });
  const [ours, tensorflow] = [runners.ours!, runners.tensorflow!];
  for (const { trainer } of Object.values(runners)) trainer.dispose();
  return {
    ...row,
    ours: told(ours),
    peers: { tensorflow: { ...told(tensorflow), ratio: ratio(tensorflow.ms, ours.ms) } },
  };
}
