/** GPU and reference agree on losses with scenes, in Node on Dawn and in a browser. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reduction } from "../../src/definition.js";
import type { Scene } from "../cases/case.js";
import { casesOf, combinators, definitionOfLoss, type Factory, sceneFactories } from "../cases/catalogue.js";
import { type Bench, inParallel, openBench } from "./harness.js";
import { type SceneSetting, sceneComplaints } from "./sceneComplaints.js";

/** What decides pipelines goes together with everything else at least once. */
const settings: readonly SceneSetting[] = [
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
function settingsOf(scene: Scene, reductions: readonly Reduction[]): SceneSetting[] {
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
      cases += list.length;
      const found = await inParallel(list, (one) => sceneComplaints(bench.engine, ...one));
      expect(found.slice(0, 20)).toEqual([]);
    },
  );
});
