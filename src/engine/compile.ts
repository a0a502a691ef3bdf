import { definitionIn, kindsOf } from "../check/descriptor.js";
import { checkNames, weightNames } from "../check/inputs.js";
import { type Layout, layoutOf } from "../check/layout.js";
import { checkOptionNames, resolveOptions } from "../check/options.js";
import { show } from "../check/params.js";
import type { Definition, Loss, Part } from "../definition.js";
import { InvalidInputError, ShapeError, UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import type { Place } from "../gpu/realised.js";
import { visible } from "../gpu/usage.js";
import type { PlanRequest } from "../plan/plan.js";
import { type DType, elementCount, isTensor, storedBytes } from "../tensor.js";
import { CompiledLoss, type Stage, type Target } from "./compiled.js";
import { renamed } from "./parts.js";
import { checkDivisor, checkScale, scalar } from "./scalars.js";
import type { CompileOptions, InputShape } from "./types.js";
import { Variants } from "./variants.js";

const optionNames = [
  "reduction",
  "gradients",
  "gradientScale",
  "inPlace",
  "checkInputs",
  "divisor",
  "outputs",
  "accumulate",
];

interface Shaped {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** Plans a loss for inputs of known shape, makes its pipelines and its buffers. */
export async function compile(
  gpu: GpuContext,
  loss: Loss,
  shapes: Readonly<Record<string, InputShape | undefined>>,
  options: CompileOptions,
): Promise<CompiledLoss> {
  gpu.assertAlive();
  const found = definitionIn(loss);
  checkOptionNames(found.name, options, optionNames);
  const inputs = resolveShapes(found, loss, shapes);
  const given = Object.keys(inputs);
  const resolved = resolveOptions(found, given, options, false);
  const { accumulate = false } = options;
  if (typeof accumulate !== "boolean") {
    throw new InvalidInputError(
      `${found.name}: accumulate is ${show(accumulate)}; it must be true or false.`,
      {
        input: "accumulate",
      },
    );
  }
  if (accumulate && resolved.inPlace.length > 0) {
    throw new UnsupportedError(
      `${found.name}: accumulate adds to gradients, and inPlace overwrites inputs with them; use one of the two.`,
    );
  }
  const parts = found.parts ?? [{ loss, inputs: Object.fromEntries(given.map((name) => [name, name])) }];
  const made: GPUBuffer[] = [];
  try {
    const stages: Stage[] = [];
    let items = 0;
    for (const [i, part] of parts.entries()) {
      const inner = definitionIn(part.loss);
      const own: Record<string, Shaped> = {};
      for (const [name, outer] of Object.entries(part.inputs)) {
        if (inputs[outer]) own[name] = inputs[outer];
      }
      const layout = layoutOfPart(inner, part, own, found.name);
      items += layout.items;
      const ofPart = (list: readonly string[]): string[] =>
        Object.keys(own).filter((name) => list.includes(part.inputs[name] ?? ""));
      const gradients = ofPart(resolved.gradients);
      const request: PlanRequest = {
        definition: inner,
        params: part.loss.params,
        layout,
        inputs: Object.fromEntries(
          Object.entries(own).map(([name, { shape, dtype }]) => [
            name,
            { elements: elementCount(shape), dtype, padded: false, offset: 0 },
          ]),
        ),
        reduction: resolved.reduction,
        gradients,
        gradientDtypes: Object.fromEntries(
          gradients.map((name) => [name, accumulate ? "f32" : (own[name]?.dtype ?? "f32")]),
        ),
        inPlace: ofPart(resolved.inPlace),
        checkInputs: resolved.checkInputs,
        outputs: resolved.outputs,
        accumulate,
        accumulateLoss: accumulate || i > 0,
        scalePerItem: false,
        firstItem: 0,
        externalDivisor: false,
        divisorOnly: false,
        device: gpu.planDevice,
      };
      stages.push(await stage(gpu, part.inputs, request, made));
    }
    const target = await targets(gpu, found, inputs, resolved, items, accumulate, made);
    const step = new CompiledLoss(
      gpu,
      { definition: found, loss, inputs, options: resolved, items },
      stages,
      target,
      made,
    );
    applyDefaults(step, found, options, resolved.reduction);
    return step;
  } catch (error) {
    for (const buffer of made) gpu.pool.destroy(buffer);
    throw error;
  }
}

/** How a part's items lie; what does not fit is told in the words of the whole. */
function layoutOfPart(inner: Definition, part: Part, own: Record<string, Shaped>, whole: string): Layout {
  try {
    return layoutOf(inner, part.loss.params, own);
  } catch (error) {
    throw renamed(error, part, whole);
  }
}

/** Shapes and dtypes, given as `[n]` or as `{ shape, dtype }`. */
function resolveShapes(
  found: Definition,
  loss: Loss,
  shapes: Readonly<Record<string, InputShape | undefined>>,
): Record<string, Shaped> {
  const given = Object.keys(shapes).filter((name) => shapes[name] !== undefined);
  checkNames(found, given);
  const kinds = kindsOf(found, loss.params);
  const inputs: Record<string, Shaped> = {};
  for (const name of [...Object.keys(found.inputs), ...weightNames(found)]) {
    const value = shapes[name];
    if (value === undefined) continue;
    const shape = Array.isArray(value) ? value : (value as { shape?: readonly number[] }).shape;
    if (!Array.isArray(shape) || !shape.every((axis) => Number.isInteger(axis) && axis >= 0)) {
      throw new ShapeError(
        `${found.name}: the shape of ${name} is ${show(value)}; a shape such as [1024, 10] or { shape, dtype } was wanted.`,
      );
    }
    const integers = kinds[name] === "labels";
    const asked = Array.isArray(value) ? undefined : (value as { dtype?: DType }).dtype;
    const allowed = integers ? ["i32", "u32"] : ["f32", "f16", "bf16"];
    if (asked !== undefined && !allowed.includes(asked)) {
      throw new InvalidInputError(
        `${found.name}: ${name} has dtype ${show(asked)}; one of ${allowed.join(", ")} was wanted.`,
        { input: name },
      );
    }
    inputs[name] = { shape: [...shape], dtype: integers ? "i32" : (asked ?? "f32") };
  }
  return inputs;
}

/** A plan realised, with the buffers that nobody else sees. */
async function stage(
  gpu: GpuContext,
  names: Readonly<Record<string, string>>,
  request: PlanRequest,
  made: GPUBuffer[],
): Promise<Stage> {
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
