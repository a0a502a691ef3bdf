import { domainError } from "../check/domain.js";
import { fromBf16, fromF16 } from "../check/half.js";
import type { Source } from "../check/inputs.js";
import type { Layout } from "../check/layout.js";
import type { Definition } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import { usage } from "../gpu/usage.js";
import type { PlanRequest } from "../plan/plan.js";
import { dtypeBytes, isGPUBuffer } from "../tensor.js";
import type { Piece } from "./pieces.js";
import type { Call } from "./request.js";

/** Faulty elements of each checked input, in the whole call: how many, and the first. */
export type Faults = Map<string, { count: number; index: number; value?: number; unread?: string }>;

/** The error for the first fault: the first input in the contract's order, then the lowest index. */
export function firstFault(call: Call, faults: Faults): InvalidInputError | undefined {
  const { definition, kinds, loss, sources, layout } = call;
  for (const name of [...Object.keys(definition.inputs), "weights"]) {
    const fault = faults.get(name);
    const source = sources[name];
    if (!fault || !source) continue;
    const { data, dtype, bits } = source;
    let { value } = fault;
    const { unread } = fault;
    if (!isGPUBuffer(data)) {
      const raw = Number(data[fault.index]);
      value = bits ? (dtype === "f16" ? fromF16(raw) : fromBf16(raw)) : raw;
    }
    const kind = kinds[name] ?? "real";
    const rows = innermost(layout);
    const labels =
      kind === "labels" && rows.family === "rowwise"
        ? { classes: rows.classes, ignoreIndex: Number(loss.params.ignoreIndex) }
        : undefined;
    const wanted =
      "wanted" in definition && "sizes" in layout
        ? definition.wanted?.(loss.params, name, layout.sizes)
        : undefined;
    return domainError(
      definition.name,
      name,
      kind,
      { index: fault.index, value, count: fault.count, unread, wanted },
      labels,
    );
  }
  return undefined;
}

/** Adds a piece's faults to those of the call, with indices of the whole. */
export async function noteFaults(
  gpu: GpuContext,
  piece: Piece,
  words: Readonly<Record<string, number>>,
  faults: Faults,
  inPlace: readonly string[],
): Promise<void> {
  for (const [input, source] of Object.entries(piece.sources)) {
    const count = words[`faults_${input}`] ?? 0;
    if (count === 0) continue;
    const item = words[`first_${input}`] ?? 0;
    const { stride, element } = elementOf(piece, input, item);
    const distinct = Math.max(1, Math.ceil(count / stride));
    const known = faults.get(input);
    if (known) {
      known.count += distinct;
      continue;
    }
    const found = inPlace.includes(input)
      ? { unread: "its gradient has overwritten it" }
      : await valueAt(gpu, source, element.local);
    faults.set(input, { count: distinct, index: element.whole, ...found });
  }
}

/** The layout of the loss that a loss ends in: its own, unless it is made of another. */
function innermost(layout: Layout): Layout {
  return ("inner" in layout && layout.family !== "rowwise" && layout.inner) || layout;
}

/** How many items an element of an input serves. */
function strideOf(whole: Layout, input: string): number {
  if (input === "weights") return whole.weights?.stride ?? 1;
  const layout = innermost(whole);
  return "broadcast" in layout && layout.broadcast.includes(input) ? Number.POSITIVE_INFINITY : 1;
}

/** Kernels count faults by item where an element serves several: which element that is. */
function elementOf(
  { first, firstElement, layout }: Piece,
  input: string,
  local: number,
): { stride: number; element: { local: number; whole: number } } {
  const stride = strideOf(layout, input);
  if (stride === 1) return { stride, element: { local, whole: (firstElement[input] ?? 0) + local } };
  const element = Number.isFinite(stride) ? Math.floor((first + local) / stride) : 0;
  return { stride, element: { local: element, whole: element } };
}

/** One element of a GPU tensor; for numbers in memory nothing, which are looked up where they are. */
async function valueAt(
  gpu: GpuContext,
  { data, dtype, offset }: Source,
  index: number,
): Promise<{ value?: number; unread?: string }> {
  if (!isGPUBuffer(data)) return {};
  if (!(data.usage & usage.copySrc)) return { unread: "its buffer has no usage COPY_SRC" };
  const byte = offset + index * dtypeBytes(dtype);
  const [bytes] = await gpu.read([{ buffer: data, offset: Math.floor(byte / 4) * 4, size: 4 }]);
  const view = new DataView(bytes ?? new ArrayBuffer(4));
  if (dtype === "f32") return { value: view.getFloat32(0, true) };
  if (dtype === "i32") return { value: view.getInt32(0, true) };
  const half = view.getUint16(byte % 4, true);
  return { value: dtype === "f16" ? fromF16(half) : fromBf16(half) };
}

/** The error for faults that a compiled loss met; what was found there is on the GPU still. */
export function faultError(
  definition: Definition,
  names: Readonly<Record<string, string>>,
  request: PlanRequest,
  words: Readonly<Record<string, number>>,
): InvalidInputError | undefined {
  for (const name of [...Object.keys(request.definition.inputs), "weights"]) {
    const found = words[`faults_${name}`] ?? 0;
    if (found === 0) continue;
    const stride = strideOf(request.layout, name);
    const count = Math.max(1, Math.ceil(found / stride));
    const index = Math.floor((words[`first_${name}`] ?? 0) / stride);
    const outer = names[name] ?? name;
    return new InvalidInputError(
      `${definition.name}: ${outer}[${index}] is outside what this loss takes${count > 1 ? `, the first of ${count} such values` : ""}; correct the data, or compile with checkInputs: false to let such items be NaN.`,
      { input: outer, index },
    );
  }
  return undefined;
}
