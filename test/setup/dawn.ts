/**
 * Gives Node what a page has: WebGPU's globals and `navigator.gpu`, from Dawn.
 *
 * Dawn's GPU object must outlive every adapter and device made from it: if it is collected, the process
 * crashes. So it is kept on `globalThis`, once per process, and never taken back.
 */
import { create, globals } from "webgpu";

const keep = globalThis as { fusedlossTestGPU?: GPU };

if (!keep.fusedlossTestGPU) {
  Object.assign(globalThis, globals);
  keep.fusedlossTestGPU = create([]);
}

// Node 20 has no navigator; later ones have one without a GPU.
if (!globalThis.navigator) {
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
}
Object.defineProperty(globalThis.navigator, "gpu", { value: keep.fusedlossTestGPU, configurable: true });
