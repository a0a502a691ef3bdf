import { type Source, sourceBytes } from "../check/inputs.js";
import type { Layout } from "../check/layout.js";
import type { PlanOptions } from "../check/options.js";
import type { Definition, InputKind, Loss } from "../definition.js";
import { InvalidInputError, ShapeError, UnsupportedError } from "../errors.js";
import { usage } from "../gpu/usage.js";
import type { PlannedInput } from "../plan/plan.js";
import { elementCount, isGPUBuffer } from "../tensor.js";

/** A call that has been checked: the loss, its inputs, and what is wanted of them. */
export interface Call {
  readonly definition: Definition;
  readonly loss: Loss;
  readonly kinds: Readonly<Record<string, InputKind>>;
  readonly sources: Readonly<Record<string, Source>>;
  readonly layout: Layout;
  readonly options: PlanOptions;
}

/** Refuses a GPU buffer that cannot be bound as it is; its device is only known when it is used. */
export function checkBuffer(loss: string, input: string, source: Source, alignment: number): void {
  const { data, offset } = source;
  if (!isGPUBuffer(data)) return;
  if (!(data.usage & usage.storage)) {
    throw new InvalidInputError(
      `${loss}: the buffer of ${input} has usage ${data.usage} without STORAGE; create it with GPUBufferUsage.STORAGE.`,
      { input },
    );
  }
  if (offset % alignment !== 0) {
    throw new InvalidInputError(
      `${loss}: ${input} begins at byte ${offset} of its buffer, and this device binds at multiples of ${alignment}; copy it there.`,
      { input },
    );
  }
  const needed = sourceBytes(source);
  if (offset + needed > data.size) {
    throw new ShapeError(
      `${loss}: ${input} needs ${needed} bytes from offset ${offset} and its buffer has ${data.size}; give a larger buffer or a smaller shape.`,
    );
  }
}

/** The device would not take a buffer: it was destroyed, or it is another device's. */
export function refusedBuffer(loss: string, input: string, reason: string): InvalidInputError {
  return new InvalidInputError(
    `${loss}: the buffer of ${input} cannot be used here: it was destroyed, is mapped, or belongs to another device (${reason.trim()}). Give a live buffer of engine.device.`,
    { input },
  );
}

/** What the planner sees of a source; uploads are padded, foreign buffers as far as they reach. */
export function plannedInput(source: Source): PlannedInput {
  const elements = elementCount(source.shape);
  const { data, dtype, offset } = source;
  if (!isGPUBuffer(data)) return { elements, dtype, padded: true, offset: 0 };
  const border = dtype === "f16" || dtype === "bf16" ? 8 : 16;
  const padded = offset + Math.ceil(sourceBytes(source) / border) * border <= data.size;
  return { elements, dtype, padded, offset };
}

/** A gradient may overwrite an input only where nothing else reads that buffer. */
export function checkInPlace(
  loss: string,
  inPlace: readonly string[],
  sources: Readonly<Record<string, { readonly data?: unknown }>>,
): void {
  for (const input of inPlace) {
    const data = sources[input]?.data;
    if (!isGPUBuffer(data)) {
      throw new UnsupportedError(
        `${loss}: inPlace names ${input}, which is no GPU tensor; its gradient comes back as an array anyway.`,
      );
    }
    for (const [other, source] of Object.entries(sources)) {
      if (other === input || source.data !== data) continue;
      throw new UnsupportedError(
        `${loss}: inPlace names ${input}, whose buffer is also bound to ${other}; give ${other} a buffer of its own.`,
      );
    }
  }
}
