/** A network learns to write down tunes: every step hears new ones. */
import type { Engine } from "fusedloss";
import type { Teacher } from "../../model/sequences/alignment.js";
import { type Heard, hearSome } from "../../model/sequences/heard.js";
import type { Weights } from "../../model/sequences/network.js";
import { windowsOf } from "../../model/sequences/windows.js";
import { tf } from "../../network/tensorFlow.js";
import { randomFrom } from "../random.js";
import { type Judgement, judgeOf } from "./judge.js";
import { freshVariable, rowsOf, scoresOf } from "./network.js";
import { teachers } from "./teachers.js";

const batch = 8;
const learningRate = 0.03;

/** Step by step at first, where most happens. */
const nextLook = (step: number) => step + (step < 12 ? 1 : 4);

export interface Lecture {
  readonly teacher: Teacher;
  readonly steps: number;
  /** What is looked at; nothing is trained on it. */
  readonly shown: readonly Heard[];
}

/** What is seen of the network after some steps. */
export interface Look extends Judgement {
  readonly step: number;
  /** Of the steps since the last look, each before its step. */
  readonly losses: Float32Array;
  /** What a step has taken, without the looks. */
  readonly secondsPerStep: number;
  readonly weights: Weights;
}

/** Losses of steps in one reading. */
async function readLosses(costs: readonly tf.Scalar[]): Promise<Float32Array> {
  if (costs.length === 0) return new Float32Array();
  const stacked = tf.stack([...costs]);
  const losses = (await stacked.data()) as Float32Array;
  tf.dispose([stacked, ...costs]);
  return losses;
}

export async function listen(
  engine: Engine,
  { teacher, steps, shown }: Lecture,
  watch: (look: Look) => void,
): Promise<void> {
  const draw = randomFrom(1);
  const variable = freshVariable();
  const teach = await teachers[teacher](engine, batch);
  const judge = judgeOf(engine, variable, shown);
  const optimizer = tf.train.adam(learningRate);
  let seconds = 0;
  const look = async (step: number, losses: Float32Array) => {
    const [weights, judgement] = [(await variable.data()) as Weights, await judge()];
    watch({ ...judgement, step, losses, secondsPerStep: step > 0 ? seconds / step : 0, weights });
  };
  const takeStep = (): tf.Scalar => {
    const heard = hearSome(batch, draw);
    const windows = windowsOf(heard.map(({ sound }) => sound));
    const tunes = heard.map(({ tune }) => tune);
    return tf.tidy(() => {
      const rows = rowsOf(windows);
      const cost = () => teach(scoresOf(variable, rows), tunes);
      return optimizer.minimize(cost, true, [variable]) as tf.Scalar;
    });
  };
  await look(0, new Float32Array());
  for (let step = 0; step < steps; ) {
    const start = performance.now();
    const costs: tf.Scalar[] = [];
    for (const end = Math.min(steps, nextLook(step)); step < end; step++) costs.push(takeStep());
    const losses = await readLosses(costs);
    seconds += (performance.now() - start) / 1000;
    await look(step, losses);
  }
}
