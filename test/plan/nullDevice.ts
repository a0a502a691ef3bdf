/** A device that checks what it is given and runs nothing, with no GPU at all. */
import { create } from "webgpu";

/** A device whose GPU object is collected takes the process with it. */
const held: GPU[] = [];

/** @param features asked for where there are any */
export async function nullDevice(features: readonly GPUFeatureName[] = []): Promise<GPUDevice> {
  const gpu = create(["backend=null"]);
  held.push(gpu);
  const adapter = (await gpu.requestAdapter()) as GPUAdapter;
  return adapter.requestDevice({ requiredFeatures: features.filter((name) => adapter.features.has(name)) });
}
