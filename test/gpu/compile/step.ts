/** What tests of compiled losses share: four numbers, and encodes in one submit. */
import {
  type CompiledLoss,
  type EncodeInput,
  type EncodeOptions,
  type Engine,
  huber,
  type Loss,
} from "../../../src/index.js";
import { bufferOf, floatsOf } from "../desk.js";
import { device, engine } from "../watched.js";

// e = [0.5, 2, −1, 3]: losses 0.125, 1.5, 0.5, 2.5 and slopes 0.5, 1, −1, 1.
export const predictions = [0.5, 2, -1, 3];
export const slopes = [0.5, 1, -1, 1];
export const sumOfLosses = 4.625;

type Given = Readonly<Record<string, EncodeInput>>;

/** Encodes each, one after the other, in one submit. */
export function run(
  step: CompiledLoss,
  ...encodes: readonly (readonly [inputs: Given, options?: EncodeOptions])[]
): void {
  const encoder = device.createCommandEncoder();
  for (const [inputs, options] of encodes) step.encode(encoder, inputs, options);
  device.queue.submit([encoder.finish()]);
}

/** Encodes each in one submit, and keeps loss and one gradient of each apart. */
export async function runApart(
  step: CompiledLoss,
  gradient: string,
  encodes: readonly (readonly [inputs: Given, options?: EncodeOptions])[],
): Promise<{ losses: number[]; gradients: number[][] }> {
  const source = step.gradients[gradient] as GPUBuffer;
  const losses = bufferOf(device, new Float32Array(encodes.length));
  const gradients = bufferOf(device, new Float32Array((encodes.length * source.size) / 4));
  const encoder = device.createCommandEncoder();
  for (const [i, [inputs, options]] of encodes.entries()) {
    step.encode(encoder, inputs, options);
    encoder.copyBufferToBuffer(step.loss, 0, losses, 4 * i, 4);
    encoder.copyBufferToBuffer(source, 0, gradients, i * source.size, source.size);
  }
  device.queue.submit([encoder.finish()]);
  const flat = await floatsOf(device, gradients);
  const length = source.size / 4;
  return {
    losses: await floatsOf(device, losses),
    gradients: encodes.map((_, i) => flat.slice(i * length, (i + 1) * length)),
  };
}

/** Huber over four numbers against 0. */
export async function four(options: Parameters<Engine["compile"]>[2] = {}, loss: Loss = huber()) {
  const step = await engine.compile(loss, { predictions: [4], targets: [1] }, options);
  const inputs = {
    predictions: bufferOf(device, Float32Array.from(predictions)),
    targets: bufferOf(device, new Float32Array(1)),
  };
  return { step, inputs };
}

/** The slopes of Huber over the four, so many times. */
export const times = (factor: number): number[] => slopes.map((slope) => slope * factor);
