import { createEngineOn, type Engine, type EngineOptions } from "../engine/engine.js";
import { NoDeviceError } from "../errors.js";

export interface NodeEngineOptions extends EngineOptions {
  /** Options of Dawn, as in `["backend=vulkan", "disable-dawn-features=timestamp_quantization"]`. */
  readonly dawn?: readonly string[];
}

/** Dawn crashes when the object behind a live device is collected: it is kept as long as the device is. */
const instances = new WeakMap<GPUDevice, GPU>();

/**
 * Makes an engine on Dawn (npm `webgpu`, an optional peer dependency).
 *
 * @throws NoDeviceError where the package or a driver is missing
 */
export async function createEngine(options: NodeEngineOptions = {}): Promise<Engine> {
  const { dawn = [], ...rest } = options;
  if (rest.device) return createEngineOn(undefined, rest);
  const gpu = (await loadDawn()).create([...dawn]);
  const engine = await createEngineOn(
    gpu,
    rest,
    "Dawn found no driver: install a Vulkan driver, or name one by VK_ADD_DRIVER_FILES (SwiftShader's vk_swiftshader_icd.json lies beside every Chromium).",
  );
  instances.set(engine.device, gpu);
  return engine;
}

async function loadDawn(): Promise<typeof import("webgpu")> {
  try {
    return await import("webgpu");
  } catch (cause) {
    throw new NoDeviceError(
      `createEngine: the package "webgpu" (Dawn) is not installed (${cause instanceof Error ? cause.message : cause}); run npm i webgpu.`,
      { cause },
    );
  }
}
