/**
 * Training without a readback: loss, gradient and step in one command buffer, many steps in a submit, and the loss of
 * each step kept on the GPU until somebody wants to see it.
 */
import type { CompiledLoss, CompiledOptimizer, EncodeInput, Engine } from "fusedloss";

/** How long to train, and who looks on. */
export interface Course {
  readonly steps: number;
  readonly perSubmit: number;
  /** Shown the losses and parameters so far after every submit; without it nothing is read before the end. */
  readonly watch?: (seen: Seen) => void;
  /** Ends the training after the submit under way. */
  readonly signal?: AbortSignal;
}

/** What has been read of a training. */
export interface Seen {
  /** The loss before each step so far. */
  readonly losses: Float32Array;
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/** Something to train: its loss by the parameters, and where the data of each step are. */
export interface Model {
  readonly loss: CompiledLoss;
  readonly optimizer: CompiledOptimizer;
  readonly data: (step: number) => Readonly<Record<string, EncodeInput>>;
  /** The learning rate by how much of the course is done, 0 … 1. Left out, it stays as it is. */
  readonly rate?: (done: number) => number;
}

/** COPY_SRC | COPY_DST, and MAP_READ | COPY_DST, as numbers: Node has no global GPUBufferUsage. */
const kept = 0x04 | 0x08;
const mapped = 0x01 | 0x08;

/** Trains, and answers what came of it. */
export async function train(
  { device }: Engine,
  { loss, optimizer, data, rate }: Model,
  { steps, perSubmit, watch, signal }: Course,
): Promise<Seen> {
  const curve = device.createBuffer({ size: 4 * steps, usage: kept, label: "loss curve" });
  const see = async (done: number): Promise<Seen> => {
    const [losses, { parameters }] = await Promise.all([floats(device, curve, done), optimizer.read()]);
    return { losses, parameters };
  };
  let done = 0;
  while (done < steps && !signal?.aborted) {
    const encoder = device.createCommandEncoder();
    for (const end = Math.min(steps, done + perSubmit); done < end; done++) {
      if (rate) optimizer.learningRate = rate(done / steps);
      loss.encode(encoder, { ...data(done), ...optimizer.parameters });
      optimizer.encode(encoder, loss.gradients);
      encoder.copyBufferToBuffer(loss.loss, 0, curve, 4 * done, 4);
    }
    device.queue.submit([encoder.finish()]);
    if (watch) watch(await see(done));
  }
  const seen = await see(done);
  curve.destroy();
  return seen;
}

/** The first numbers of a buffer. */
async function floats(device: GPUDevice, buffer: GPUBuffer, count: number): Promise<Float32Array> {
  const staging = device.createBuffer({ size: 4 * Math.max(1, count), usage: mapped });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, 4 * count);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(1);
  const numbers = new Float32Array(staging.getMappedRange().slice(0, 4 * count));
  staging.destroy();
  return numbers;
}
