/** Loss and slope along a scene's axis: on the GPU in one call, and by the float64 reference. */
import { type Engine, type Loss, tensor, UnsupportedError } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import { submit, upload } from "../jobs/gpu.js";
import type { Scene } from "./scene.js";

export interface Curve {
  readonly loss: ArrayLike<number>;
  readonly slope: ArrayLike<number>;
}

/** Every `stride`-th number. */
function firsts(numbers: ArrayLike<number>, stride: number, count: number): ArrayLike<number> {
  return stride === 1 ? numbers : Float64Array.from({ length: count }, (_, i) => numbers[i * stride] ?? NaN);
}

function tensors({ inputs }: Scene) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { data, shape }]) => [name, tensor(data, shape)]),
  );
}

/** One point of a scene as a batch of its own. */
function pointOf({ inputs }: Scene, i: number) {
  return Object.fromEntries(Object.entries(inputs).map(([name, { data }]) => [name, data.slice(i, i + 1)]));
}

export function referenceCurve(loss: Loss, scene: Scene): Curve {
  const { at, swept, stride } = scene;
  const options = { gradients: [swept], checkInputs: false };
  try {
    const { loss: values, gradients } = evaluate(loss, tensors(scene), { ...options, reduction: "none" });
    return { loss: values, slope: firsts(gradients[swept] ?? [], stride, at.length) };
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    const each = Array.from(at, (_, i) => evaluate(loss, pointOf(scene, i), options));
    return {
      loss: each.map((one) => one.loss),
      slope: each.map(({ gradients }) => gradients[swept]?.[0] ?? NaN),
    };
  }
}

export async function gpuCurve(engine: Engine, loss: Loss, scene: Scene): Promise<Curve> {
  const { at, swept, stride } = scene;
  try {
    const { loss: values, gradients } = await engine.evaluate(loss, tensors(scene), {
      reduction: "none",
      gradients: [swept],
      checkInputs: false,
    });
    const slopes = (gradients as Readonly<Record<string, Float32Array>>)[swept];
    return { loss: values, slope: firsts(slopes ?? [], stride, at.length) };
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    return pointByPoint(engine, loss, scene);
  }
}

/**
 * For a loss that has no value per item: each point is a batch of one. All of them are encoded into one
 * submit, each reading its own place of the uploaded inputs, and come back together.
 */
async function pointByPoint(engine: Engine, loss: Loss, scene: Scene): Promise<Curve> {
  const { device } = engine;
  const { at, swept, inputs } = scene;
  const names = Object.keys(inputs);
  const place = device.limits.minStorageBufferOffsetAlignment;
  const shapes = Object.fromEntries(names.map((name) => [name, [1]]));
  const compiled = await engine.compile(loss, shapes, { gradients: [swept] });
  const buffers = Object.fromEntries(
    names.map((name) => {
      const spaced = new Float32Array((at.length * place) / 4);
      inputs[name]?.data.forEach((value, i) => {
        spaced[(i * place) / 4] = value;
      });
      return [name, upload(device, spaced, name)];
    }),
  );
  const half = 4 * at.length;
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const result = device.createBuffer({ size: 2 * half, usage, label: "curve" });
  const slope = compiled.gradients[swept];
  try {
    submit(device, (encoder) => {
      for (let i = 0; i < at.length; i++) {
        const here = Object.entries(buffers).map(([name, buffer]) => [
          name,
          tensor(buffer, [1], { offset: i * place }),
        ]);
        compiled.encode(encoder, Object.fromEntries(here));
        encoder.copyBufferToBuffer(compiled.loss, 0, result, 4 * i, 4);
        if (slope) encoder.copyBufferToBuffer(slope, 0, result, half + 4 * i, 4);
      }
    });
    await result.mapAsync(GPUMapMode.READ);
    const numbers = new Float32Array(result.getMappedRange().slice(0));
    return { loss: numbers.subarray(0, at.length), slope: numbers.subarray(at.length) };
  } finally {
    compiled.destroy();
    result.destroy();
    for (const buffer of Object.values(buffers)) buffer.destroy();
  }
}

/** The largest difference between the two, as a share of the largest number of the reference. */
export function difference(gpu: Curve, reference: Curve): number {
  let worst = 0;
  for (const key of ["loss", "slope"] as const) {
    let largest = 0;
    let off = 0;
    for (let i = 0; i < reference[key].length; i++) {
      const expected = reference[key][i] ?? NaN;
      if (!Number.isFinite(expected)) continue;
      largest = Math.max(largest, Math.abs(expected));
      off = Math.max(off, Math.abs((gpu[key][i] ?? NaN) - expected));
    }
    if (largest > 0) worst = Math.max(worst, off / largest);
  }
  return worst;
}
