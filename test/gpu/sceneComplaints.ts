/** What is wrong with a loss in a scene: nothing, where GPU and reference agree and the bits repeat. */
import { layoutOf } from "../../src/check/layout.js";
import type { Loss, Reduction } from "../../src/definition.js";
import type { Engine } from "../../src/engine/engine.js";
import { compute } from "../../src/reference/compute.js";
import { type DType, tensor } from "../../src/tensor.js";
import type { Scene, SceneInput } from "../cases/case.js";
import { definitionOfLoss } from "../cases/catalogue.js";
import { type Answer, bitsOf } from "./harness.js";
import { compare, sceneSize } from "./tolerance.js";

export interface SceneSetting {
  readonly reduction: Reduction;
  readonly dtype: "f32" | "f16" | "bf16";
  readonly weights: boolean;
  readonly checkInputs: boolean;
  readonly gradients: "all" | "none" | "last";
  readonly gradientScale?: number;
  readonly divisor?: number;
}

function asTensor({ shape, values }: SceneInput, dtype: DType) {
  return values instanceof Int32Array ? tensor(values, shape) : tensor(values, shape, { dtype });
}

export async function sceneComplaints(
  engine: Engine,
  loss: Loss,
  scene: Scene,
  setting: SceneSetting,
): Promise<string[]> {
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
  try {
    const found = (await engine.evaluate(loss, inputs as never, options as never)) as Answer;
    const again = (await engine.evaluate(loss, inputs as never, options as never)) as Answer;
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
