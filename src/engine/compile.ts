import { leafBytes, slotsOf } from "../check/sum.js";
import type { Definition, Loss } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import type { Place } from "../gpu/realised.js";
import { visible } from "../gpu/usage.js";
import type { PlanRequest } from "../plan/plan.js";
import { isTensor, storedBytes } from "../tensor.js";
import { CompiledLoss, type Stage, type Sum, type Target } from "./compiled.js";
import { requestsOf, type Shaped, type Shapely } from "./requests.js";
import { checkDivisor, checkScale, scalar } from "./scalars.js";
import type { CompileOptions, InputShape } from "./types.js";
import { Variants } from "./variants.js";

/** Plans a loss for inputs of known shape, makes its pipelines and its buffers. */
export async function compile(
  gpu: GpuContext,
  loss: Loss,
  shapes: Readonly<Record<string, InputShape | undefined>>,
  options: CompileOptions,
): Promise<CompiledLoss> {
  gpu.assertAlive();
  const asked = requestsOf(gpu.planDevice, loss, shapes, options);
  const { definition, inputs, options: resolved, items, itemShape, accumulate } = asked;
  const made: GPUBuffer[] = [];
  try {
    const stages: Stage[] = [];
    for (const { request, names, part } of asked.parts) {
      stages.push({ ...(await stage(gpu, names, request, made)), part });
    }
    const sum = asked.sum && (await sumStages(gpu, asked.sum, stages, made));
    const target = await targets(gpu, definition, inputs, resolved, items, accumulate, made);
    const step = new CompiledLoss(
      gpu,
      { definition, loss, inputs, options: resolved, items, itemShape, accumulates: accumulate },
      stages,
      target,
      made,
      sum,
    );
    applyDefaults(step, definition, options, resolved.reduction);
    return step;
  } catch (error) {
    for (const buffer of made) gpu.pool.destroy(buffer);
    throw error;
  }
}

/** A plan realised, with the buffers that nobody else sees. */
async function stage(
  gpu: GpuContext,
  names: Readonly<Record<string, string>>,
  request: PlanRequest,
  made: GPUBuffer[],
): Promise<Omit<Stage, "part">> {
  const variants = await Variants.make(gpu, request);
  const places: Record<string, Place> = {};
  for (const { plan } of variants.all) {
    for (const [name, { role, size, initial }] of Object.entries(plan.buffers)) {
      if (!["side", "scratch", "totals"].includes(role) || places[name]) continue;
      const largest = Math.max(size, ...variants.all.map((other) => other.plan.buffers[name]?.size ?? 0));
      const buffer = await gpu.pool.create(largest, visible, `${plan.label}/${name}`);
      made.push(buffer);
      places[name] = { buffer, offset: 0 };
      if (initial)
        gpu.device.queue.writeBuffer(buffer, initial.offset, initial.data as Float32Array<ArrayBuffer>);
    }
  }
  return { variants, names, request, places };
}

/** What stands before and after the parts of a weighted sum; each part leaves loss and count apart. */
async function sumStages(
  gpu: GpuContext,
  { request, prelude }: NonNullable<Shapely["sum"]>,
  parts: Stage[],
  made: GPUBuffer[],
): Promise<Sum> {
  const names = Object.fromEntries(Object.keys(request.inputs).map((name) => [name, name]));
  const before = prelude && (await stage(gpu, names, prelude, made));
  const after = await stage(gpu, names, request, made);
  const scales = before?.places.scales;
  const places: Record<string, Place> = { ...after.places, ...(scales ? { scales } : {}) };
  const stride = leafBytes(request.reduction === "none" ? request.layout.items : 1);
  let slot = 0;
  for (const [i, part] of parts.entries()) {
    const [loss, count] = [places.leafLosses as Place, places.leafCounts as Place];
    const own = {
      loss: { buffer: loss.buffer, offset: stride * slot },
      count: { buffer: count.buffer, offset: 256 * slot },
    };
    parts[i] = { ...part, places: { ...part.places, ...own } };
    slot += part.part ? slotsOf(part.part).length : 1;
  }
  return { before, after: { ...after, places }, weights: request.definition.sum?.weights ?? [] };
}

/** The buffers that the user sees: exactly as large as their data. */
async function targets(
  gpu: GpuContext,
  found: Definition,
  inputs: Readonly<Record<string, Shaped>>,
  options: {
    reduction: string;
    gradients: readonly string[];
    inPlace: readonly string[];
    outputs: readonly string[];
  },
  items: number,
  accumulate: boolean,
  made: GPUBuffer[],
): Promise<Target> {
  const create = async (name: string, size: number): Promise<GPUBuffer> => {
    const buffer = await gpu.pool.create(Math.max(4, size), visible, `${found.name}/${name}`);
    made.push(buffer);
    return buffer;
  };
  const loss = await create("loss", options.reduction === "none" ? 4 * items : 4);
  const count = await create("count", 8);
  const gradients: Record<string, GPUBuffer> = {};
  for (const name of options.gradients) {
    if (options.inPlace.includes(name)) continue;
    const { shape, dtype } = inputs[name] as Shaped;
    gradients[name] = await create(`gradient/${name}`, storedBytes(shape, accumulate ? "f32" : dtype));
  }
  const outputs: Record<string, GPUBuffer> = {};
  if (found.sum) {
    const perTerm = options.reduction === "none" ? items : 1;
    outputs.terms = await create("terms", 4 * found.sum.terms * perTerm);
  }
  for (const name of options.outputs) outputs[name] = await create(`output/${name}`, 4 * items);
  return { loss, count, gradients, outputs };
}

/** The options that hold for every encode which does not say otherwise. */
function applyDefaults(
  step: CompiledLoss,
  found: Definition,
  options: CompileOptions,
  reduction: string,
): void {
  const { divisor, gradientScale } = options;
  if (divisor !== undefined) checkDivisor(found.name, scalar(found.name, "divisor", divisor), reduction);
  if (gradientScale !== undefined && !isTensor(gradientScale)) {
    checkScale(found.name, scalar(found.name, "gradientScale", gradientScale));
  }
  step.defaults = {
    ...(divisor === undefined ? {} : { divisor }),
    ...(gradientScale === undefined ? {} : { gradientScale }),
  };
}
