import type { Definition } from "../definition.js";
import type { GpuContext } from "../gpu/context.js";
import { Realised } from "../gpu/realised.js";
import { visible } from "../gpu/usage.js";
import { divisorModes } from "../plan/plan.js";
import { type DType, elementCount, isHalf, type Tensor, tensor } from "../tensor.js";

/** A gradient that several parts added up in f32, stored as its input is; the f32 buffer is then destroyed. */
export async function packed(
  gpu: GpuContext,
  { sum }: Definition,
  name: string,
  wide: Tensor<GPUBuffer>,
  dtype: DType,
): Promise<Tensor<GPUBuffer>> {
  const elements = elementCount(wide.shape);
  if (!isHalf(dtype) || !sum || elements === 0) return wide;
  const plan = sum.pack(gpu.planDevice, name, elements, dtype);
  const realised = await gpu.alive(Realised.make(gpu.device, gpu.pipelines, plan));
  const bytes = Math.ceil(elements / 4) * 8;
  const buffer = await gpu.pool.create(bytes, visible, `${plan.label}/gradient/${name}`);
  gpu.pool.disown(buffer);
  const encoder = gpu.device.createCommandEncoder({ label: plan.label });
  const places = {
    [`wide/${name}`]: { buffer: wide.data, offset: wide.offset },
    [`gradient/${name}`]: { buffer, offset: 0 },
  };
  realised.encode(encoder, places, {
    gradientScale: 1,
    scaleMode: 0,
    divisor: 1,
    divisorMode: divisorModes.natural,
    ratio: 1,
    params: {},
  });
  gpu.device.queue.submit([encoder.finish()]);
  realised.destroy();
  wide.destroy();
  return tensor(buffer, wide.shape, { dtype });
}
