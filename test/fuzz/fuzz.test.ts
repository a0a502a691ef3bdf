/**
 * Losses, shapes, options, dtypes, weights, masks and pieces drawn at random: GPU and reference must agree.
 * What the draw decides of a pipeline is drawn first, a few times; every case is one of those with sizes and
 * numbers of its own. `npm run fuzz -- --runs 5000 --seed 7` draws more; what it finds becomes a named case.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reduction } from "../../src/definition.js";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import {
  type FloatType,
  hardElements,
  hardRows,
  listsFor,
  type SetName,
  type Weighing,
} from "../cases/data.js";
import { axisFor, type Case, shapeOf } from "../cases/hardCases.js";
import { gradientsOf, type Subject, subjects } from "../cases/matrix.js";
import { randomFrom } from "../cases/random.js";
import { type Bench, complaints, openBench } from "../gpu/harness.js";

const runs = Number(process.env.FUSEDLOSS_FUZZ_RUNS ?? 300);
const seed = Number(process.env.FUSEDLOSS_FUZZ_SEED ?? 20_261_121);
/** So many pipelines may a run of 300 make; longer runs draw more settings in proportion. */
const mostPipelines = Math.ceil(runs / 3);

/** What pipelines are made of. */
interface Plan {
  readonly subject: Subject;
  readonly params: Readonly<Record<string, unknown>>;
  readonly reduction: Reduction;
  readonly dtype: FloatType;
  readonly weighing: Weighing;
  readonly checkInputs: boolean;
  readonly gradients: boolean | readonly string[];
  /** Of rows. */
  readonly classes: number;
  readonly classAxis: -1 | 0 | 1;
  /** The call is cut into pieces. */
  readonly isCut: boolean;
}

/** Numbers of one case. */
interface Draw {
  readonly plan: number;
  readonly items: number;
  readonly isSplit: boolean;
  readonly seed: number;
  readonly isBroken: boolean;
  readonly gradientScale: number | undefined;
  readonly divisor: number | undefined;
}

function drawPlans(count: number): Plan[] {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, () => {
    const subject = pick(subjects);
    const { definition, variants } = subject;
    const isRowwise = definition.family === "rowwise";
    const hasAxis = "classAxis" in definition.params;
    const reduction = pick(definition.reductions);
    // A batch that a loss runs along cannot be cut.
    const isOverBatch = isRowwise && definition.overBatch;
    const isCut = random() < 0.2 && reduction !== "none" && !isOverBatch;
    const axis = isRowwise && hasAxis && !isCut ? pick([-1, -1, 0, 1] as const) : -1;
    return {
      subject,
      params: pick(variants),
      reduction,
      dtype: pick(["f32", "f32", "f16", "bf16"] as const),
      weighing: pick(["none", "full", "leading", "number"] as const),
      checkInputs: random() < 0.5,
      gradients: pick([true, true, false, gradientsOf(subject).slice(0, 1)]),
      classes: pick([1, 2, 3, 5, 8, 17, 33, 64, 127]),
      classAxis: isOverBatch ? 0 : axis,
      isCut,
    };
  });
}

let bench: Bench;
let small: Engine;
let cases = 0;

beforeAll(async () => {
  bench = await openBench();
  // The same device, and so the same pipelines, but room for little at a time.
  small = await createEngine({ device: bench.engine.device, memoryLimit: 48 * 1024 });
});

afterAll(() => {
  bench.report(`fuzz (seed ${seed})`, cases);
  small.destroy();
  bench.engine.destroy();
});

function caseOf(plan: Plan, draw: Draw): Case {
  const { subject, params, reduction, dtype, weighing, checkInputs, gradients, classes, classAxis } = plan;
  const { definition, make, given, address } = subject;
  const isMean = reduction === "mean" || reduction === "weightedMean";
  const options = {
    reduction,
    checkInputs,
    gradients,
    ...(draw.gradientScale === undefined ? {} : { gradientScale: draw.gradientScale }),
    ...(isMean && draw.divisor !== undefined ? { divisor: draw.divisor } : {}),
  };
  const setName: SetName = draw.isBroken && !checkInputs ? "broken" : "usual";
  const isStrided = weighing === "leading" || weighing === "number" || classAxis === 1;
  const common = { dtype, weighing, options, setName };
  const told = `${address} · plan ${draw.plan} · ${JSON.stringify({ ...draw, params, ...options, dtype, weighing })}`;
  if (definition.family === "rowwise") {
    const isOne = definition.overBatch || !(isStrided || draw.isSplit);
    const rows = { classes, classAxis, itemShape: shapeOf(draw.items, !isOne) };
    const loss = listsFor(make, { ...params, ...axisFor(subject, rows) }, classes);
    const set = hardRows(loss, given, rows, setName, draw.seed);
    return { ...common, address: `${told} C=${classes} axis=${classAxis}`, loss, rows, set };
  }
  const shape = shapeOf(draw.items, isStrided || draw.isSplit);
  const loss = listsFor(make, params, shape.at(-1) ?? 1);
  return { ...common, address: told, loss, set: hardElements(loss, shape, setName, draw.seed) };
}

describe("GPU and reference agree on what is drawn", () => {
  it(`${runs} cases, seed ${seed}`, { timeout: 1000 * runs + 120_000 }, async () => {
    const plans = drawPlans(Math.max(4, Math.floor(mostPipelines / 4)));
    const draws = fc.record<Draw>({
      plan: fc.integer({ min: 0, max: plans.length - 1 }),
      items: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 700 })),
      isSplit: fc.boolean(),
      seed: fc.integer({ min: 1, max: 1e6 }),
      isBroken: fc.integer({ min: 0, max: 4 }).map((n) => n === 4),
      gradientScale: fc.option(fc.constantFrom(-2.5, 0.125, 3, 1), { nil: undefined }),
      divisor: fc.option(fc.constantFrom(0.5, 7, 123), { nil: undefined }),
    });
    const property = fc.asyncProperty(draws, async (draw) => {
      const plan = plans[draw.plan] as Plan;
      cases++;
      const engine = plan.isCut ? small : bench.engine;
      const found = await complaints(engine, caseOf(plan, draw));
      if (found.length > 0) throw new Error(found.slice(0, 3).join("\n"));
    });
    await fc.assert(property, { seed, numRuns: runs, endOnFailure: false });
    expect(bench.pipelines()).toBeLessThanOrEqual(mostPipelines);
  });
});
