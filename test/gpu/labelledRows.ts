/** Rows of logits with labels, hard ones among them, and what there is to be said of a loss over them. */
import { decodeHalf } from "../../src/check/half.js";
import type { Loss } from "../../src/definition.js";
import { type Engine, tensor } from "../../src/index.js";
import { type ComputeOptions, compute } from "../../src/reference/compute.js";
import { normal } from "../cases/random.js";
import { bufferOf, bytesOf, onGpu } from "./desk.js";
import { compare } from "./tolerance.js";

const inf = Number.POSITIVE_INFINITY;

export interface LabelledRows {
  readonly classes: number;
  readonly values: Float32Array;
  readonly labels: Int32Array;
}

/** Numbers with some put elsewhere: `{ place: number }`. */
export function spoiled<T extends Float32Array | Int32Array>(
  values: T,
  others: Readonly<Record<number, number>>,
): T {
  for (const [place, value] of Object.entries(others)) values[Number(place)] = value;
  return values;
}

/** Five rows: labels at either end and at `middle`, one ignored; masked classes, one far along, and a row of them. */
export function labelledRows(draw: () => number, classes: number, middle: number): LabelledRows {
  const drawn = Float32Array.from({ length: 5 * classes }, () => 3 * normal(draw));
  const values = spoiled(drawn, { 7: -inf, [classes + middle - 1]: -inf, [classes + 2]: 15 });
  values.fill(-inf, 3 * classes, 4 * classes);
  return { classes, values, labels: Int32Array.of(3, classes - 1, -100, 5, middle) };
}

const shapeOf = ({ classes, labels }: LabelledRows): readonly number[] => [labels.length, classes];

/** What is wrong with a loss whose gradient takes the place of `input`, in a buffer of the GPU. */
export async function complaintsInPlace(
  engine: Engine,
  device: GPUDevice,
  loss: Loss,
  input: string,
  rows: LabelledRows,
  dtype: "f32" | "f16" | "bf16",
  options: ComputeOptions,
): Promise<string[]> {
  const { values, labels } = rows;
  const shape = shapeOf(rows);
  const wanted = compute(loss, { [input]: tensor(values, shape, { dtype }), labels }, options, true);
  const given = onGpu(device, values, shape, { dtype });
  const inputs = { [input]: given, labels };
  const answer = await engine.evaluate(
    loss as never,
    inputs as never,
    { ...options, inPlace: [input] } as never,
  );
  const bytes = await bytesOf(device, given.data);
  const found = dtype === "f32" ? new Float32Array(bytes) : decodeHalf(new Uint16Array(bytes), dtype);
  const slopes = wanted.gradients[input] as Float64Array;
  const { ok } = compare([(answer as { loss: number }).loss], [wanted.loss as number], {
    size: wanted.sizes.loss,
  });
  return [
    ...(ok ? [] : ["the loss"]),
    ...(compare(found.subarray(0, slopes.length), slopes, { dtype }).ok ? [] : ["the gradient"]),
  ];
}

/** What is wrong with a compiled loss that is added up twice. */
export async function complaintsAddedUp(
  engine: Engine,
  device: GPUDevice,
  loss: Loss,
  input: string,
  rows: LabelledRows,
  options: ComputeOptions,
): Promise<string[]> {
  const { values, labels } = rows;
  const wanted = compute(loss, { [input]: tensor(values, shapeOf(rows)), labels }, options, true);
  const shapes = { [input]: shapeOf(rows), labels: [labels.length] };
  const step = await engine.compile(
    loss as never,
    shapes as never,
    { ...options, accumulate: true } as never,
  );
  const buffers = { [input]: bufferOf(device, values), labels: bufferOf(device, labels) };
  const encoder = device.createCommandEncoder();
  step.encode(encoder, buffers as never);
  step.encode(encoder, buffers as never);
  device.queue.submit([encoder.finish()]);
  const { count, gradients = {} } = await step.read({ gradients: true });
  const doubled = wanted.gradients[input]?.map((slope) => 2 * slope) ?? [];
  const found = (gradients as Record<string, ArrayLike<number>>)[input] ?? [];
  step.destroy();
  return [
    ...(count === 2 * wanted.count ? [] : ["the count"]),
    ...(compare(found, doubled).ok ? [] : ["the gradient"]),
  ];
}
