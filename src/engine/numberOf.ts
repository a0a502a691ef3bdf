import { InvalidInputError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import { usage } from "../gpu/usage.js";
import { refusedBuffer } from "./request.js";
import type { Scalar } from "./scalars.js";

/** A number, read from the GPU where it is there. */
export async function numberOf(
  gpu: GpuContext,
  loss: string,
  option: string,
  value: Scalar,
): Promise<number> {
  if (typeof value === "number") return value;
  if (!(value.data.usage & usage.copySrc)) {
    throw new InvalidInputError(
      `${loss}: the buffer of ${option} has no usage COPY_SRC, by which it is read; create it with GPUBufferUsage.COPY_SRC.`,
      { input: option },
    );
  }
  try {
    const [bytes] = await gpu.read([{ buffer: value.data, offset: value.offset, size: 4 }]);
    return new Float32Array(bytes ?? new ArrayBuffer(4))[0] ?? 0;
  } catch (error) {
    throw error instanceof InvalidInputError ? refusedBuffer(loss, option, error.message) : error;
  }
}
