/** GPU and reference agree on losses with scenes, in Node on Dawn and in a browser. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layoutOf } from "../../src/check/layout.js";
import type { Loss, Reduction } from "../../src/definition.js";
import { compute } from "../../src/reference/compute.js";
import { type DType, tensor } from "../../src/tensor.js";
import type { Scene, SceneInput } from "../cases/case.js";
import { casesOf, combinators, definitionOfLoss, type Factory, sceneFactories } from "../cases/catalogue.js";
import { type Answer, type Bench, bitsOf, inParallel, openBench } from "./harness.js";
import { compare, sceneSize } from "./tolerance.js";

interface Setting {
  readonly reduction: Reduction;
  readonly dtype: "f32" | "f16" | "bf16";
  readonly weights: boolean;
  readonly checkInputs: boolean;
  readonly gradients: "all" | "none" | "last";
  readonly gradientScale?: number;
  readonly divisor?: number;
}

/** What decides pipelines goes together with everything else at least once. */
const settings: readonly Setting[] = [
  { reduction: "mean", dtype: "f32", weights: false, checkInputs: true, gradients: "all" },
  { reduction: "none", dtype: "f32", weights: true, checkInputs: false, gradients: "all" },
  { reduction: "weightedMean", dtype: "f16", weights: true, checkInputs: false, gradients: "all" },
  {
    reduction: "sum",
    dtype: "bf16",
    weights: false,
    checkInputs: false,
    gradients: "last",
    gradientScale: -2.5,
  },
  { reduction: "mean", dtype: "f32", weights: false, checkInputs: false, gradients: "none", divisor: 7 },
];

/** The plans of the last two are Node's to prove: a browser has the same device's arithmetic. */
const offered = typeof document === "undefined" ? settings : settings.slice(0, 3);

/** A large scene has only the first. */
function settingsOf(scene: Scene, reductions: readonly Reduction[]): Setting[] {
  const able = offered.filter(
    ({ reduction, checkInputs }) => reductions.includes(reduction) && !(scene.broken && checkInputs),
  );
  return scene.large ? able.slice(0, 1) : able;
}

let bench: Bench;
let cases = 0;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("scenes", cases);
  bench.engine.destroy();
});

function asTensor({ shape, values }: SceneInput, dtype: DType) {
  return values instanceof Int32Array ? tensor(values, shape) : tensor(values, shape, { dtype });
}

async function complaintsOf(loss: Loss, scene: Scene, setting: Setting): Promise<string[]> {
  const { reduction, dtype, weights, checkInputs, gradients, ...numbers } = setting;
  const definition = definitionOfLoss(loss);
  const { itemShape, items } = layoutOf(definition, loss.params, scene.inputs);
  const weighed: Record<string, SceneInput> = weights
    ? {
        weights: {
          shape: itemShape,
          values: Float64Array.from({ length: items }, (_, i) => [1, 0.5, 0, 3][i % 4] as number),
        },
      }
    : {};
  const inputs = Object.fromEntries(
    Object.entries({ ...scene.inputs, ...weighed }).map(([name, input]) => [name, asTensor(input, dtype)]),
  );
  const given = definition.gradients.filter((name) => scene.inputs[name]);
  const options = {
    reduction,
    checkInputs,
    gradients: { all: true, none: false, last: given.slice(-1) }[gradients],
    ...numbers,
  };
  const address = `${scene.title} · ${JSON.stringify(loss.params)} · ${Object.values(setting).join(" · ")}`;
  cases++;
  try {
    const found = (await bench.engine.evaluate(loss, inputs as never, options as never)) as Answer;
    const again = (await bench.engine.evaluate(loss, inputs as never, options as never)) as Answer;
    const wanted = compute(loss, inputs as never, options, true);
    const texts: string[] = [];
    if (bitsOf(found) !== bitsOf(again)) texts.push("the second run gave other bits");
    if (found.count !== wanted.count) texts.push(`count is ${found.count} for ${wanted.count}`);
    const lists = (value: number | ArrayLike<number>) => (typeof value === "number" ? [value] : value);
    const factor = sceneSize(loss.name);
    const lossSize = factor * wanted.sizes.loss;
    const { ok, worst } = compare(lists(found.loss), lists(wanted.loss), { size: lossSize });
    if (!ok) texts.push(`loss[${worst}] is ${lists(found.loss)[worst]} for ${lists(wanted.loss)[worst]}`);
    if (Object.keys(found.gradients).join() !== Object.keys(wanted.gradients).join())
      texts.push(`gradients are of ${Object.keys(found.gradients)} for ${Object.keys(wanted.gradients)}`);
    for (const [name, gradient] of Object.entries(wanted.gradients)) {
      const own = found.gradients[name] ?? [];
      const largest = gradient.reduce((a, b) => (Number.isFinite(b) ? Math.max(a, Math.abs(b)) : a), 0);
      const size = factor * (wanted.sizes.gradients[name] ?? largest);
      const result = compare(own, gradient, { size });
      if (!result.ok)
        texts.push(
          `gradients.${name}[${result.worst}] is ${own[result.worst]} for ${gradient[result.worst]}`,
        );
    }
    return texts.map((text) => `${address}: ${text}`);
  } catch (error) {
    return [`${address}: threw ${error instanceof Error ? error.message : error}`];
  }
}

describe("GPU and reference agree, in scenes", () => {
  it.each([...sceneFactories, ...combinators].map((make: Factory) => [make.info.name, make] as const))(
    "losses/%s",
    async (name, make) => {
      const { scenes = [] } = casesOf(name);
      expect(scenes.length).toBeGreaterThan(0);
      const list = scenes.flatMap((scene) => {
        const loss = scene.made ?? make(scene.params);
        const { reductions } = definitionOfLoss(loss);
        return settingsOf(scene, reductions).map((setting) => [loss, scene, setting] as const);
      });
      const found = await inParallel(list, (one) => complaintsOf(...one));
      expect(found.slice(0, 20)).toEqual([]);
    },
  );
});
