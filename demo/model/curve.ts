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

function tensors(inputs: Scene["inputs"]) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { data, shape }]) => [name, tensor(data, shape)]),
  );
}

/** One point of a scene as a batch of its own. */
function pointOf({ inputs, apart }: Scene, i: number): Scene["inputs"] {
  const batches = Object.entries(inputs).map(([name, { data, shape }]) => {
    const one = apart ? shape : [1];
    const size = one.reduce((product, length) => product * length, 1);
    return [name, { data: data.slice(i * size, (i + 1) * size), shape: one }];
  });
  return Object.fromEntries(batches);
}

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

export async function gpuCurve(engine: Engine, loss: Loss, scene: Scene): Promise<Curve> {
  const { at, swept, stride, inputs, apart } = scene;
  if (apart) return pointByPoint(engine, loss, scene);
  try {
    const { loss: values, gradients } = await engine.evaluate(loss, tensors(inputs), {
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
 * For a loss that has no value per item: each point is a batch of its own. All of them are encoded into one
 * submit, each reading its own place of the uploaded inputs, and come back together.
 */
async function pointByPoint(engine: Engine, loss: Loss, scene: Scene): Promise<Curve> {
  const { device } = engine;
  const { at, swept } = scene;
  const batches = Array.from(at, (_, i) => pointOf(scene, i));
  const first = Object.entries(batches[0] ?? {});
  const shapes = Object.fromEntries(first.map(([name, { shape }]) => [name, shape]));
  const integers = first.flatMap(([name, { data }]) => (data instanceof Int32Array ? [name] : []));
  const alignment = device.limits.minStorageBufferOffsetAlignment;
  const compiled = await engine.compile(loss, shapes, { gradients: [swept] });
  const buffers = Object.fromEntries(
    first.map(([name, { data, shape }]) => {
      const place = alignment * Math.ceil(data.byteLength / alignment);
      const spaced = new (data instanceof Int32Array ? Int32Array : Float32Array)((at.length * place) / 4);
      batches.forEach((batch, i) => {
        spaced.set(batch[name]?.data ?? [], (i * place) / 4);
      });
      return [name, { buffer: upload(device, spaced, name), place, shape }];
    }),
  );
  const half = 4 * at.length;
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const result = device.createBuffer({ size: 2 * half, usage, label: "curve" });
  const slope = compiled.gradients[swept];
  try {
    submit(device, (encoder) => {
      for (let i = 0; i < at.length; i++) {
        const here = Object.entries(buffers).map(([name, { buffer, place, shape }]) => [
          name,
          tensor(buffer, shape, { offset: i * place, dtype: integers.includes(name) ? "i32" : "f32" }),
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
    for (const { buffer } of Object.values(buffers)) buffer.destroy();
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
