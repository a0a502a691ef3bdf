/** Whole runs of training, ours and the peers' in turn, in the tab of `page.ts`. Nothing is timed that trains otherwise. */
import { ratio, spread } from "../../demo/bench/statistics.js";
import { jaxTraining } from "./contestants/jaxTraining.js";
import { oursTraining } from "./contestants/oursTraining.js";
import { tensorflowTraining } from "./contestants/tensorflowTraining.js";
import type { Trainer, TrainingContestant, TrainingData } from "./contestants/training.js";
import { type ExpectedTraining, expectedTraining } from "./trainingReference.js";
import { type TrainingRow, trainingNameOf } from "./trainingRows.mjs";

/** Of parameters beside the largest of them, and of losses: Adam divides by a root of what may be all rounding. */
const bound = 1e-3;

const warmUpSteps = 10;

/** By the names that targets and results go by. */
const peers: Readonly<Record<string, TrainingContestant>> = {
  tensorflow: tensorflowTraining,
  jax: jaxTraining,
};

/** Someone whose training is right, and the times of runs. */
interface Runner {
  readonly trainer: Trainer;
  readonly firstMs: number;
  readonly error: number;
  readonly ms: number[];
}

function dataOf({ training, shape }: TrainingRow): TrainingData {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32 - 0.5;
  };
  const draw = (length: number) => Float32Array.from({ length }, next);
  const [rows = 0, features = 0] = shape;
  const classes = shape.at(-1) ?? 0;
  const labels = Int32Array.from({ length: rows }, (_, i) => (7 * i) % classes);
  const none = new Float32Array();
  switch (training) {
    case "adam":
      return {
        parameters: { weights: draw(rows) },
        gradients: { weights: draw(rows) },
        inputs: none,
        labels: new Int32Array(),
      };
    case "softmaxRegression": {
      const zeros = { weightMatrix: new Float32Array(features * classes), bias: new Float32Array(classes) };
      return { parameters: zeros, gradients: {}, inputs: draw(rows * features), labels };
    }
    case "softmaxDescent":
      return { parameters: { logits: draw(rows * classes) }, gradients: {}, inputs: none, labels };
  }
}

/** How far the first parameters are off, beside the largest of what they moved to; and the loss. */
async function errorOf(trainer: Trainer, loss: number | undefined, expected: ExpectedTraining) {
  const { parameters } = expected;
  const found = await trainer.sample(parameters.length);
  const largest = Math.max(...parameters.map(Math.abs));
  const errors = Array.from(parameters, (value, i) => Math.abs((found[i] ?? Number.NaN) - value) / largest);
  if (expected.loss !== undefined)
    errors.push(Math.abs((loss ?? Number.NaN) - expected.loss) / expected.loss);
  return Math.max(...errors);
}

/** Starts a contestant, and judges its first steps; then it goes on a little, to warm up. */
async function enter(
  contestant: TrainingContestant,
  row: TrainingRow,
  data: TrainingData,
  expected: ExpectedTraining,
): Promise<Runner> {
  const trainer = await contestant.enter(row, data);
  const start = performance.now();
  const loss = await trainer.run(expected.steps);
  const firstMs = performance.now() - start;
  const error = await errorOf(trainer, loss, expected);
  if (!(error <= bound)) throw new Error(`${trainingNameOf(row)}: ${contestant.name} is off by ${error}`);
  await trainer.run(Math.min(warmUpSteps, row.steps));
  return { trainer, firstMs, error, ms: [] };
}

export async function benchTraining(row: TrainingRow, { rounds }: { readonly rounds: number }) {
  const data = dataOf(row);
  const expected = expectedTraining(row, data);
  const own = await enter(oursTraining, row, data, expected);
  const ready = new Map<string, Runner>();
  const failed = new Map<string, string>();
  for (const [key, peer] of Object.entries(peers)) {
    try {
      ready.set(key, await enter(peer, row, data, expected));
    } catch (error) {
      failed.set(key, error instanceof Error ? error.message : String(error));
    }
  }
  const runners = [own, ...ready.values()];
  for (let round = 0; round < rounds; round++) {
    for (const { trainer, ms } of runners) {
      const start = performance.now();
      await trainer.run(row.steps);
      ms.push(performance.now() - start);
    }
  }
  for (const { trainer } of runners) trainer.dispose();
  const told = ({ firstMs, error, ms }: Runner) => ({ firstMs, error, ms: spread(ms) });
  return {
    ...row,
    ours: told(own),
    peers: Object.fromEntries(
      Object.keys(peers).map((key) => {
        const runner = ready.get(key);
        if (!runner) return [key, { failed: failed.get(key) }];
        return [key, { ...told(runner), ratio: ratio(runner.ms, own.ms) }];
      }),
    ),
  };
}
