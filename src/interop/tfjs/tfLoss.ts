import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { checkOptionNames } from "../../check/options.js";
import type { Loss } from "../../definition.js";
import type { CompiledLoss } from "../../engine/compiled.js";
import { dispose } from "../../engine/dispose.js";
import type { Engine } from "../../engine/engine.js";
import type { CompileOptions, InputShape } from "../../engine/types.js";
import { InvalidInputError, UnsupportedError } from "../../errors.js";
import { tensor } from "../../tensor.js";
import { type Backend, backendOf, bufferOf, flush, isKnownOne } from "./backend.js";
import { loadTensorFlow, type TensorFlow } from "./load.js";

/** Options of a loss in TensorFlow.js. */
export type TfLossOptions = Pick<CompileOptions, "reduction" | "gradients" | "divisor">;

/** A loss as TensorFlow.js takes it: tensors in, a tensor out, differentiable. */
export interface TfLoss {
  (inputs: Readonly<Record<string, TfTensor>>): TfTensor;
  /** Frees its buffers; results stay. */
  destroy(): void;
  [Symbol.dispose](): void;
}

/**
 * A loss for `tf.variableGrads`, `tf.grads` and `optimizer.minimize`:
 *
 * ```ts
 * const engine = await createEngine();
 * const loss = await tfLoss(engine, softmaxCrossEntropy(), { logits: [n, classes], labels: [n] });
 * optimizer.minimize(() => loss({ logits: model(images), labels }) as tf.Scalar);
 * ```
 *
 * It is synchronous. Loss and gradients come out of one kernel in the forward pass and stay in GPU buffers; the
 * backward pass only hands them on, unless the upstream gradient is other than 1. Values are `float32` tensors,
 * labels, lengths and identities `int32`. Under "none" the result is shaped like the loss.
 *
 * @param shapes of every input that will be given, as for `engine.compile`
 * @param options `gradients` defaults to every differentiable input
 * @throws UnsupportedError, NoDeviceError as `createEngine` of this entry; InvalidInputError for an engine on another
 *   device; whatever `engine.compile` throws. The function throws ShapeError and InvalidInputError for tensors that
 *   do not fit what was compiled.
 */
export async function tfLoss(
  engine: Engine,
  loss: Loss,
  shapes: Readonly<Record<string, InputShape | undefined>>,
  options: TfLossOptions = {},
): Promise<TfLoss> {
  checkOptionNames(`tfLoss: ${loss.name}`, options, ["reduction", "gradients", "divisor"]);
  const tf = await loadTensorFlow();
  const backend = backendOf(tf);
  if (backend.device !== engine.device) {
    throw new InvalidInputError(
      `tfLoss: ${loss.name}: the engine runs on another device than TensorFlow.js; make it with createEngine of fusedloss/tfjs.`,
      { input: "engine" },
    );
  }
  const bridge = new Bridge(tf, backend, await engine.compile(loss, shapes, options));
  const run = (inputs: Readonly<Record<string, TfTensor>>): TfTensor => bridge.run(inputs);
  const destroy = (): void => bridge.destroy();
  return Object.assign(run, { destroy, [dispose]: destroy }) as TfLoss;
}

class Bridge {
  readonly #tf: TensorFlow;
  readonly #backend: Backend;
  readonly #step: CompiledLoss;

  constructor(tf: TensorFlow, backend: Backend, step: CompiledLoss) {
    this.#tf = tf;
    this.#backend = backend;
    this.#step = step;
  }

  destroy(): void {
    this.#step.destroy();
  }

  run(inputs: Readonly<Record<string, TfTensor>>): TfTensor {
    const { Tensor, customGrad } = this.#tf;
    for (const [name, value] of Object.entries(inputs)) {
      if (value instanceof Tensor) continue;
      throw new InvalidInputError(
        `tfLoss: ${name} is no tensor of this TensorFlow.js; give tf.tensor(…), or import TensorFlow.js once only.`,
        { input: name },
      );
    }
    const names = Object.keys(this.#step.gradients).filter((name) => inputs[name] !== undefined);
    const others = Object.keys(inputs).filter((name) => !names.includes(name));
    // What has no gradient comes along, so that TensorFlow.js keeps it for the backward pass.
    const differentiable = customGrad((...given: unknown[]) => {
      const save = given.pop() as (tensors: TfTensor[]) => void;
      const tensors = given as TfTensor[];
      const gradients = this.#forward(inputs, names);
      const { value } = gradients;
      save([...gradients.slopes, ...tensors, ...others.map((name) => inputs[name] as TfTensor)]);
      const gradFunc = (dy: TfTensor, saved: TfTensor[]): TfTensor[] => {
        const slopes = saved.slice(0, names.length);
        if (isKnownOne(this.#backend, dy)) return slopes.map((slope) => slope.clone());
        const all = [...names, ...others].map((name, i) => [name, saved[names.length + i] as TfTensor]);
        return this.#backward(Object.fromEntries(all), names, dy);
      };
      return { value, gradFunc } as never;
    });
    if (names.length > 0) return differentiable(...names.map((name) => inputs[name] as TfTensor));
    return this.#forward(inputs, names).value;
  }

  /** Loss and gradients of an upstream gradient of 1. */
  #forward(
    inputs: Readonly<Record<string, TfTensor>>,
    names: readonly string[],
  ): { value: TfTensor; slopes: TfTensor[] } {
    this.#encode(inputs, undefined);
    const value = this.#taken(this.#step.loss, this.#step.lossShape);
    return { value, slopes: this.#slopes(inputs, names) };
  }

  /** The gradients again, each times its upstream gradient. */
  #backward(inputs: Readonly<Record<string, TfTensor>>, names: readonly string[], dy: TfTensor): TfTensor[] {
    this.#encode(inputs, dy);
    return this.#slopes(inputs, names);
  }

  #slopes(inputs: Readonly<Record<string, TfTensor>>, names: readonly string[]): TfTensor[] {
    return names.map((name) =>
      this.#taken(this.#step.gradients[name] as GPUBuffer, (inputs[name] as TfTensor).shape),
    );
  }

  #encode(inputs: Readonly<Record<string, TfTensor>>, dy: TfTensor | undefined): void {
    const wrapped = (value: TfTensor) =>
      tensor(bufferOf(this.#backend, value), value.shape, { dtype: dtypeOf(value) });
    const places = Object.entries(inputs).map(([name, value]) => [name, wrapped(value)]);
    const scale = dy && wrapped(dy);
    flush(this.#backend);
    const { device } = this.#backend;
    const encoder = device.createCommandEncoder({ label: "fusedloss/tfjs" });
    this.#step.encode(encoder, Object.fromEntries(places), scale ? { gradientScale: scale } : {});
    device.queue.submit([encoder.finish()]);
  }

  /** What a buffer holds now as a tensor of its own: the next call overwrites the buffer. */
  #taken(buffer: GPUBuffer, shape: readonly number[]): TfTensor {
    return this.#tf.tensor({ buffer }, [...shape], "float32");
  }
}

function dtypeOf({ dtype }: TfTensor): "f32" | "i32" {
  if (dtype === "float32") return "f32";
  if (dtype === "int32") return "i32";
  throw new UnsupportedError(
    `tfLoss: a tensor has dtype ${dtype}; cast it to float32, or to int32 for labels and lengths, by tf.cast.`,
  );
}
