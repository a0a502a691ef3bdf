/** An elementwise loss against one pass over typed arrays, in the tab of `page.ts`: loss and every slope that is trained. */

import type { LossFactory } from "fusedloss";
import * as library from "fusedloss";
import { evaluate } from "fusedloss/reference";
import * as loops from "../../demo/bench/contestants/elementwiseLoops.js";
import { storageUsage } from "../../demo/bench/copy.js";
import { bound, gradientError, largest, lossError } from "../../demo/bench/judge.js";
import { elementsOf, nameOf, type Row } from "../../demo/bench/rows.js";
import { ratio, spread } from "../../demo/bench/statistics.js";
import { stepsFor } from "../../demo/bench/stepsFor.js";
import { timeRun } from "../../demo/bench/timeRun.js";
import { loopInputs, type Numbers, trainedOf } from "./loopInputs.js";
import { named } from "./named.js";

interface Answer {
  readonly loss: number;
  readonly gradients: Readonly<Record<string, ArrayLike<number>>>;
}

/** Either of the two: a step to its end, and the slopes of the last one. */
interface Runner {
  run(set: number): Promise<number>;
  check(set: number): Promise<Answer>;
}

const inputSets = 2;

/** One sample lasts at least this long, in milliseconds. */
const shortestSample = 20;

const factoryOf = (row: Row) => named<LossFactory<never, string, string>>(library, row.loss);

function judge(found: Answer, expected: Answer, who: string): number {
  const errors = Object.entries(expected.gradients).map(([name, slopes]) =>
    gradientError(found.gradients[name] ?? [], slopes, largest(slopes)),
  );
  const worst = Math.max(lossError(found.loss, expected.loss), ...errors);
  if (!(worst <= bound)) throw new Error(`${who} is off by ${worst.toPrecision(2)} of itself`);
  return worst;
}

async function makeOurs(row: Row, sets: readonly Numbers[], trained: readonly string[]): Promise<Runner> {
  const engine = await library.createEngine();
  const { device } = engine;
  const buffers = sets.map((set) =>
    Object.fromEntries(
      Object.entries(set).map(([name, data]) => {
        const buffer = device.createBuffer({ size: data.byteLength, usage: storageUsage });
        device.queue.writeBuffer(buffer, 0, data);
        return [name, buffer];
      }),
    ),
  );
  const shapes = Object.fromEntries(Object.keys(sets[0] ?? {}).map((name) => [name, row.shape]));
  const step = await engine.compile(factoryOf(row)(), shapes, { gradients: [...trained] });
  const run = (set: number, gradients: boolean) => {
    const encoder = device.createCommandEncoder();
    step.encode(encoder, buffers[set % buffers.length] ?? {});
    device.queue.submit([encoder.finish()]);
    return step.read({ gradients });
  };
  return {
    run: async (set) => (await run(set, false)).loss as number,
    check: async (set) => {
      const { loss, gradients = {} } = await run(set, true);
      return { loss: loss as number, gradients };
    },
  };
}

function makePlain(row: Row, sets: readonly Numbers[], trained: readonly string[]): Runner {
  const loop = named<loops.ElementwiseLoop>(loops, row.loss);
  const gradients = Object.fromEntries(trained.map((name) => [name, new Float32Array(elementsOf(row))]));
  const run = async (set: number) => loop(sets[set % sets.length] ?? {}, gradients);
  return { run, check: async (set) => ({ loss: await run(set), gradients }) };
}

export async function benchLoop(row: Row, { rounds }: { readonly rounds: number }) {
  const { info } = factoryOf(row);
  const trained = trainedOf(info);
  const sets = Array.from({ length: inputSets }, (_, set) => loopInputs(info, elementsOf(row), set));
  const expected = sets.map((set) => evaluate(factoryOf(row)(), set, { gradients: trained }) as Answer);
  const enter = async (who: string, runner: Runner) => {
    const errors: number[] = [];
    for (const [set, wanted] of expected.entries())
      errors.push(judge(await runner.check(set), wanted, `${nameOf(row)}: ${who}`));
    await timeRun(runner, 0, 2, expected);
    const steps = stepsFor(shortestSample, await timeRun(runner, 0, 2, expected));
    return { runner, steps, error: Math.max(...errors), samples: [] as number[] };
  };
  const ours = await enter("fusedloss", await makeOurs(row, sets, trained));
  const plain = await enter("the plain loop", makePlain(row, sets, trained));
  for (let round = 0; round < rounds; round++)
    for (const { runner, steps, samples } of [ours, plain])
      samples.push(await timeRun(runner, round, steps, expected));
  const told = ({ samples, error }: typeof ours) => ({ ms: spread(samples), error });
  return {
    ...row,
    ours: told(ours),
    peers: { plain: { ...told(plain), ratio: ratio(plain.samples, ours.samples) } },
  };
}
