import type { Source } from "../check/inputs.js";
import type { Layout } from "../check/layout.js";
import { OutOfMemoryError, UnsupportedError } from "../errors.js";
import type { PlanDevice } from "../plan/plan.js";
import { dtypeBytes, elementCount, isGPUBuffer, type TensorData } from "../tensor.js";
import type { Call } from "./request.js";

/** A run of items that is computed in one go. */
export interface Piece {
  readonly first: number;
  readonly count: number;
  readonly layout: Layout;
  /** Each input's own part. */
  readonly sources: Readonly<Record<string, Source>>;
  /** The first element of each input that belongs to this piece. */
  readonly firstElement: Readonly<Record<string, number>>;
}

/** Items of one readback: f32 sums and counts stay exact enough, and a submit stays short. */
const mostItems = 2 ** 24;

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** How many elements of an input belong to one item; 0 where one element serves all items. */
function elementsPerItem({ definition, layout, kinds, sources }: Call, input: string): number {
  const elements = elementCount(sources[input]?.shape ?? []);
  if (input === "weights") return elements === layout.items ? 1 : 0;
  if (layout.family === "elementwise") return layout.broadcast.includes(input) ? 0 : 1;
  if (layout.family !== "rowwise") return layout.perItem?.[input] ?? 0;
  if (layout.broadcast.includes(input)) return 0;
  if ("perRow" in definition && definition.perRow.includes(input)) return 1;
  return kinds[input] === "labels" ? 1 : layout.classes;
}

/**
 * Cuts a call into pieces that fit the bindings and the memory, each with its part of the inputs.
 * Rows whose class axis is not last lie interleaved, so those are cut between outer slabs only.
 *
 * @param available bytes that may be taken: half goes to the data, half to rounding up and to what is brought back
 * @param perItem an upstream gradient per item, cut like an input
 */
export function cut(
  call: Call,
  { maxBindingSize, offsetAlignment: alignment }: PlanDevice,
  available: number,
  perItem: Source | undefined,
): Piece[] {
  const { layout, sources } = call;
  const unit = layout.family === "rowwise" ? layout.inner : 1;
  const names = Object.keys(sources);
  let bytesPerItem = 0;
  let heldPerItem = 4;
  let step = 1;
  const take = (data: TensorData, bytes: number): void => {
    bytesPerItem = Math.max(bytesPerItem, bytes);
    if (!isGPUBuffer(data)) heldPerItem += bytes;
    // Parts of a GPU buffer must begin where the device can bind; parts of uploads always do.
    else if (bytes > 0) {
      const wanted = alignment / gcd(alignment, bytes * unit);
      step = (step * wanted) / gcd(step, wanted);
    }
  };
  for (const name of names) {
    const { dtype, data } = sources[name] as Source;
    const bytes = elementsPerItem(call, name) * dtypeBytes(dtype);
    take(data, bytes);
    if (call.options.gradients.includes(name) && !isGPUBuffer(data)) heldPerItem += 2 * Math.max(bytes, 4);
  }
  if (perItem) take(perItem.data, 4);
  if ("scratchPerItem" in layout && layout.scratchPerItem) {
    bytesPerItem = Math.max(bytesPerItem, layout.scratchPerItem.bound);
    heldPerItem += layout.scratchPerItem.held;
  }
  if (isWhole(layout)) return [whole(call, maxBindingSize, available, names)];
  bytesPerItem = Math.max(bytesPerItem, 4);
  const fits = Math.min(mostItems, maxBindingSize / bytesPerItem, available / 2 / heldPerItem);
  if (layout.items <= fits) return [piece(call, 0, layout.items, names)];
  const stepItems = step * unit;
  const size = sizeOf();
  const pieces: Piece[] = [];
  for (let first = 0; first < layout.items; first += size) {
    pieces.push(piece(call, first, Math.min(size, layout.items - first), names));
  }
  return pieces;

  function sizeOf(): number {
    const most = Math.floor(fits / stepItems) * stepItems;
    if (most > 0) return most;
    const isTooMuch = stepItems * heldPerItem > available / 2;
    // Of rows the plan can bind some classes at a time.
    if (layout.family === "rowwise" && !isTooMuch) return stepItems;
    const what = `${call.definition.name}: ${stepItems} item${stepItems === 1 ? "" : "s"} of ${bytesPerItem} bytes cannot be split further and ${stepItems === 1 ? "does" : "do"} not fit`;
    if (isTooMuch) {
      throw new OutOfMemoryError(
        `${what} the memory left (${available} bytes of memoryLimit); raise memoryLimit.`,
      );
    }
    throw new UnsupportedError(
      `${what} one binding (${maxBindingSize} bytes); give smaller items, or use a device with larger bindings.`,
    );
  }
}

/** Items that touch each other are taken all at once. */
function isWhole(layout: Layout): boolean {
  return "perItem" in layout && layout.perItem === undefined;
}

function whole(call: Call, maxBindingSize: number, available: number, names: readonly string[]): Piece {
  const { name } = call.definition;
  const { instead = "give fewer, or use a device with larger bindings" } = call.definition as {
    instead?: string;
  };
  let held = 0;
  for (const input of names) {
    const { shape, dtype, data } = call.sources[input] as Source;
    const bytes = elementCount(shape) * dtypeBytes(dtype);
    if (!isGPUBuffer(data)) held += bytes * (call.options.gradients.includes(input) ? 2 : 1);
    if (bytes <= maxBindingSize) continue;
    throw new UnsupportedError(
      `${name}: ${input} has ${bytes} bytes and one binding of this device takes ${maxBindingSize}; the items belong together, so ${instead}.`,
    );
  }
  if (held > available) {
    throw new OutOfMemoryError(
      `${name}: ${held} bytes of inputs and gradients do not fit the memory left (${available} bytes of memoryLimit); raise memoryLimit, or give fewer items.`,
    );
  }
  return piece(call, 0, call.layout.items, names);
}

function piece(call: Call, first: number, count: number, names: readonly string[]): Piece {
  const { layout } = call;
  const sources: Record<string, Source> = {};
  const firstElement: Record<string, number> = {};
  for (const name of names) {
    const source = call.sources[name] as Source;
    const per = elementsPerItem(call, name);
    firstElement[name] = first * per;
    sources[name] = per === 0 ? source : part(source, first * per, count * per);
  }
  const pieceLayout: Layout =
    layout.family === "rowwise"
      ? { ...layout, items: count, outer: count / layout.inner }
      : { ...layout, items: count };
  return { first, count, layout: pieceLayout, sources, firstElement };
}

/** Elements `first` … `first + count` of a source. */
export function part(source: Source, first: number, count: number): Source {
  const { data, dtype, offset } = source;
  if (isGPUBuffer(data)) return { ...source, shape: [count], offset: offset + first * dtypeBytes(dtype) };
  return { ...source, shape: [count], data: data.subarray(first, first + count) };
}
