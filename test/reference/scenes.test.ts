/** The slopes of losses with scenes are central differences of their values. */
import { describe, expect, it } from "vitest";
import { layoutOf } from "../../src/check/layout.js";
import type { Reduction } from "../../src/definition.js";
import { evaluate } from "../../src/reference/evaluate.js";
import type { Scene, SceneInput } from "../cases/case.js";
import { casesOf, combinators, definitionOfLoss, type Factory, sceneFactories } from "../cases/catalogue.js";
import { differences, slopeComplaints } from "./differences.js";
import { given } from "./samples.js";

const weightList = [0.5, 2, 0, 1.25, 3];

/** Integers stay integers; values move. */
function inputsOf(inputs: Readonly<Record<string, SceneInput>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { values, shape }]) => [
      name,
      given({ [name]: { values: Array.from(values), shape } })[name],
    ]),
  );
}

function complaintsOf(make: Factory, scene: Scene, reduction: Reduction, isWeighed: boolean): string[] {
  const loss = scene.made ?? make(scene.params);
  const definition = definitionOfLoss(loss);
  const { itemShape, items } = layoutOf(definition, loss.params, scene.inputs);
  const weights: SceneInput = {
    shape: itemShape,
    values: Float64Array.from({ length: items }, (_, i) => weightList[i % 5] as number),
  };
  const inputs: Record<string, SceneInput> = { ...scene.inputs, ...(isWeighed ? { weights } : {}) };
  const options = { reduction, gradientScale: -1.5 };
  const total = (): number => {
    const found = evaluate(loss, inputsOf(inputs) as never, { ...options, gradients: false }).loss as
      | number
      | Float64Array;
    return -1.5 * (typeof found === "number" ? found : found.reduce((a, b) => a + b, 0));
  };
  const { gradients } = evaluate(loss, inputsOf(inputs) as never, options);
  return Object.entries(gradients as Record<string, Float64Array>).flatMap(([name, gradient]) => {
    const original = inputs[name] as SceneInput;
    const values = Float64Array.from(original.values);
    inputs[name] = { ...original, values };
    const wanted = differences(values, total);
    return slopeComplaints(`${scene.title} · ${reduction}: ${name}`, gradient, wanted);
  });
}

describe("the gradient is the slope of the loss, in scenes", () => {
  it.each([...sceneFactories, ...combinators].map((make) => [make.info.name, make] as const))(
    "losses/%s",
    (name, make) => {
      const smooth = (casesOf(name).scenes ?? []).filter((scene) => scene.smooth);
      expect(smooth.length).toBeGreaterThan(0);
      const found = smooth.flatMap((scene, i) =>
        definitionOfLoss(scene.made ?? make(scene.params)).reductions.flatMap((reduction, r) =>
          complaintsOf(make, scene, reduction, (i + r) % 2 === 0),
        ),
      );
      expect(found).toEqual([]);
    },
  );
});
