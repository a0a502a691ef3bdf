import { optimizerIn, resolveState } from "../check/optimizer.js";
import { checkOptionNames } from "../check/options.js";
import type { GpuContext } from "../gpu/context.js";
import { type Place, Realised } from "../gpu/realised.js";
import { visible } from "../gpu/usage.js";
import type { Optimizer, OptimizerRequest, OptimizerState } from "../optimizer.js";
import { fixArrays } from "../plan/fixArrays.js";
import type { Plan } from "../plan/plan.js";
import { packSlots } from "../plan/slots.js";
import { stateQuads } from "../plan/tiles.js";
import { CompiledOptimizer } from "./compiledOptimizer.js";
import { layParameters, type ParameterValue, resolveParameters, uploadParameters } from "./parameters.js";

/** What `engine.optimizer` is told beside the parameters. */
export interface OptimizerOptions {
  /** What `read()` gave: the steps go on from there. Default: the first step is to come. */
  readonly state?: OptimizerState;
}

/** Lays out parameters and state, and makes the pipelines of a step. */
export async function makeOptimizer<Name extends string>(
  gpu: GpuContext,
  optimizer: Optimizer,
  given: Readonly<Record<Name, ParameterValue>>,
  options: OptimizerOptions,
): Promise<CompiledOptimizer<Name>> {
  gpu.assertAlive();
  const definition = optimizerIn(optimizer);
  const { name } = definition;
  const { params } = optimizer;
  checkOptionNames(name, options, ["state"]);
  const sources = resolveParameters(gpu, name, given);
  const layout = layParameters(gpu, name, sources);
  const slots = definition.slots(params);
  const state =
    options.state && resolveState(definition, slots, elementsOf(layout.parameters), options.state);
  const { homes, parameters } = layout;
  const request: OptimizerRequest = {
    definition,
    params,
    parameters,
    homes: homes.map(({ size }) => size),
    together: false,
    step: state?.step ?? 0,
    device: gpu.planDevice,
  };
  // With one buffer of parameters, gradients may come in one too, laid out alike.
  const mayBeTogether = homes.length === 1 && parameters.length > 1;
  const plans = [false, ...(mayBeTogether ? [true] : [])].map((together) =>
    fixArrays(definition.plan({ ...request, together }), gpu.planDevice),
  );
  const made: GPUBuffer[] = [];
  try {
    const homesOf = await uploadParameters(gpu, name, layout, made);
    const own = await ownBuffers(gpu, plans[0] as Plan, made);
    if (state && own.state) writeState(gpu, own.state.buffer, slots, parameters, state.slots);
    const [apart, together] = await Promise.all(
      plans.map((plan) => gpu.alive(Realised.make(gpu.device, gpu.pipelines, plan))),
    );
    return new CompiledOptimizer<Name>(
      gpu,
      { optimizer, definition, slots, sources, parameters },
      { apart: apart as Realised, together },
      { ...own, ...homesOf },
      made,
    );
  } catch (error) {
    for (const buffer of made) gpu.pool.destroy(buffer);
    throw error;
  }
}

function elementsOf(parameters: OptimizerRequest["parameters"]): Record<string, number> {
  return Object.fromEntries(parameters.map(({ name, elements }) => [name, elements]));
}

/** The buffers that nobody else sees: the table of tiles, the state, the norms. */
async function ownBuffers(gpu: GpuContext, plan: Plan, made: GPUBuffer[]): Promise<Record<string, Place>> {
  const places: Record<string, Place> = {};
  for (const [key, { role, size, initial }] of Object.entries(plan.buffers)) {
    if (role !== "side" && role !== "scratch") continue;
    const buffer = await gpu.pool.create(size, visible, `${plan.label}/${key}`);
    made.push(buffer);
    places[key] = { buffer, offset: 0 };
    if (initial)
      gpu.device.queue.writeBuffer(buffer, initial.offset, initial.data as Uint32Array<ArrayBuffer>);
  }
  return places;
}

function writeState(
  gpu: GpuContext,
  buffer: GPUBuffer,
  slots: readonly string[],
  parameters: OptimizerRequest["parameters"],
  state: OptimizerState["slots"],
): void {
  const quads = stateQuads(parameters);
  for (const [i, { name }] of parameters.entries()) {
    const [from, end] = [quads[i] as number, quads[i + 1] as number];
    const packed = new Float32Array(4 * slots.length * (end - from));
    packSlots(
      slots.map((slot) => state[slot]?.[name] ?? []),
      packed,
    );
    gpu.device.queue.writeBuffer(buffer, 16 * slots.length * from, packed);
  }
}
