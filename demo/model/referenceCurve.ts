/** A curve by the float64 reference. */
import { type Loss, UnsupportedError } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import type { Curve } from "./curve.js";
import type { Scene } from "./scene.js";
import { firsts, pointOf, tensors } from "./sceneInputs.js";

function referencePoints(loss: Loss, scene: Scene): Curve {
  const { at, swept } = scene;
  const options = { gradients: [swept], checkInputs: false };
  const each = Array.from(at, (_, i) => evaluate(loss, tensors(pointOf(scene, i)), options));
  return {
    loss: each.map((one) => Number(one.loss)),
    slope: each.map(({ gradients }) => gradients[swept]?.[0] ?? NaN),
  };
}

export function referenceCurve(loss: Loss, scene: Scene): Curve {
  const { at, swept, stride, inputs, apart } = scene;
  if (apart) return referencePoints(loss, scene);
  const options = { gradients: [swept], checkInputs: false, reduction: "none" } as const;
  try {
    const { loss: values, gradients } = evaluate(loss, tensors(inputs), options);
    return { loss: values, slope: firsts(gradients[swept] ?? [], stride, at.length) };
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    return referencePoints(loss, scene);
  }
}
