/** A curve from the GPU, in one call. */
import { type Engine, type Loss, tensor, UnsupportedError } from "fusedloss";
import { submit, upload } from "../jobs/gpu.js";
import type { Curve } from "./curve.js";
import type { Scene } from "./scene.js";
import { firsts, pointOf, tensors } from "./sceneInputs.js";

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
