/**
 * Gives the cores to SwiftShader while Node waits for it: Dawn asks by `setImmediate` whether work is done, again and
 * again, which takes a core of its own and half of two. Here it sleeps a moment before it asks.
 * Loaded before all else, by `--import`. See https://github.com/dawn-gpu/node-webgpu/issues/17.
 */
const soon = globalThis.setImmediate;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
/** Milliseconds; a step that is shorter loses as much, and any other ends sooner. */
const pause = 0.1;

/** Written in C++, without a name or parameters; what resolves a promise has one. */
function isDawns(callback) {
  return callback.name === "" && callback.length === 0 && String(callback).includes("[native code]");
}

function paced(callback, ...given) {
  if (!isDawns(callback)) return soon(callback, ...given);
  return soon(() => {
    Atomics.wait(sleeper, 0, 0, pause);
    callback(...given);
  });
}

globalThis.setImmediate = Object.defineProperties(paced, Object.getOwnPropertyDescriptors(soon));
