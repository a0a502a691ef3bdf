import { createEngineOn, type Engine, type EngineOptions } from "../../engine/engine.js";
import { InvalidInputError, NoDeviceError, UnsupportedError } from "../../errors.js";

/** What we use of onnxruntime-web, whichever of its bundles it is. */
interface Runtime {
  readonly InferenceSession: object;
  readonly env: { readonly webgpu: { readonly device?: GPUDevice | Promise<GPUDevice> } };
}

/** Its bundles that run on WebGPU; each is a module with a device of its own. */
const bundles: readonly (() => Promise<unknown>)[] = [
  () => import("onnxruntime-web/webgpu"),
  () => import("onnxruntime-web"),
];

/**
 * Makes an engine on the device of onnxruntime-web, which it has once a session of its execution provider `webgpu`
 * was made: hand in that session. Tensors of the two need no copy through memory. Destroying the engine leaves the
 * device alone.
 *
 * @param session an `InferenceSession` of `onnxruntime-web/webgpu` or `onnxruntime-web`
 * @throws UnsupportedError where onnxruntime-web is not installed, InvalidInputError for what is no session of it,
 *   NoDeviceError where the session does not run on WebGPU
 */
export async function createEngine(
  session: object,
  options: Pick<EngineOptions, "memoryLimit" | "label"> = {},
): Promise<Engine> {
  const runtime = await runtimeOf(session);
  const device = await runtime.env.webgpu.device;
  if (device) return createEngineOn(undefined, { ...options, device });
  throw new NoDeviceError(
    'fusedloss/onnx: the session has no WebGPU device; make it with { executionProviders: ["webgpu"] }.',
  );
}

async function runtimeOf(session: object): Promise<Runtime> {
  const failures: unknown[] = [];
  for (const load of bundles) {
    try {
      const runtime = (await load()) as Runtime;
      if (isMadeBy(session, runtime)) return runtime;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === bundles.length) {
    const [cause] = failures;
    throw new UnsupportedError(
      `fusedloss/onnx: the package "onnxruntime-web" is not installed (${cause instanceof Error ? cause.message : cause}); run npm i onnxruntime-web.`,
      { cause },
    );
  }
  throw new InvalidInputError(
    "fusedloss/onnx: this is no session of onnxruntime-web; give what await InferenceSession.create(…) gave, of onnxruntime-web/webgpu or onnxruntime-web, in the version that fusedloss finds.",
    { input: "session" },
  );
}

function isMadeBy(session: object, { InferenceSession }: Runtime): boolean {
  return typeof InferenceSession === "function" && session instanceof InferenceSession;
}
