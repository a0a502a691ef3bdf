/** What `encode` throws on the spot and what `read` rejects with; the next encode is right. */
import { describe, expect, it } from "vitest";
import {
  type CompiledLoss,
  huber,
  InvalidInputError,
  ShapeError,
  tensor,
  UnsupportedError,
} from "../../../src/index.js";
import { caught } from "../../reference/caught.js";
import { bufferOf, onGpu, rejection, usage } from "../desk.js";
import { computesRightly, device, type ErrorClass, engine, other, predictions, prepare } from "./badInput.js";

prepare();

describe("encode", () => {
  const shapes = { predictions: [4], targets: [4] };
  const encoder = () => device.createCommandEncoder();

  /** The proof that a step took no harm; it ends here. */
  async function stepsRightly(step: CompiledLoss, good: GPUBuffer): Promise<void> {
    const commands = encoder();
    step.encode(commands, { predictions: good, targets: bufferOf(device, new Float32Array(4)) });
    device.queue.submit([commands.finish()]);
    expect(await step.read()).toEqual({ loss: 4.625 / 4, count: 4 });
    step.destroy();
  }

  it.each([
    [
      "a missing input",
      InvalidInputError,
      'huber: input "targets" is missing; it was compiled with [4]; give its buffer.',
      (good: GPUBuffer) => [{ predictions: good }],
    ],
    [
      "a misspelt input",
      InvalidInputError,
      'huber: there is no input "target"; it takes predictions, targets, weights (did you mean "targets"?).',
      (good: GPUBuffer) => [{ predictions: good, target: good }],
    ],
    [
      "an input that was not compiled",
      InvalidInputError,
      "huber: weights was not there when this was compiled; compile with its shape, or leave it out.",
      (good: GPUBuffer) => [{ predictions: good, targets: good, weights: good }],
    ],
    [
      "numbers in memory",
      InvalidInputError,
      "huber: targets is Float32Array(4); encode takes GPU buffers: give a GPUBuffer or tensor(buffer, shape).",
      (good: GPUBuffer) => [{ predictions: good, targets: new Float32Array(4) }],
    ],
    [
      "another shape",
      ShapeError,
      "huber: targets has shape [2, 2] and was compiled with [4]; give that shape, or compile for this one.",
      (good: GPUBuffer) => [{ predictions: good, targets: tensor(good, [2, 2]) }],
    ],
    [
      "another dtype",
      InvalidInputError,
      "huber: targets has dtype f16 and was compiled with f32; give that dtype, or compile for this one.",
      (good: GPUBuffer) => [{ predictions: good, targets: tensor(good, [4], { dtype: "f16" }) }],
    ],
    [
      "a buffer that is too small",
      ShapeError,
      "huber: the buffer of targets has 8 bytes and shape [4] of f32 needs 16; give a larger buffer.",
      (good: GPUBuffer) => [{ predictions: good, targets: bufferOf(device, new Float32Array(2)) }],
    ],
    [
      "a buffer without STORAGE",
      InvalidInputError,
      "huber: the buffer of targets has usage 8 without STORAGE; create it with GPUBufferUsage.STORAGE.",
      (good: GPUBuffer) => [
        { predictions: good, targets: bufferOf(device, new Float32Array(4), { flags: usage.copyDst }) },
      ],
    ],
    [
      "a misaligned offset",
      InvalidInputError,
      /^huber: targets begins at byte 4 of its buffer, and this device binds at multiples of \d+; copy it there\.$/,
      (good: GPUBuffer) => [
        {
          predictions: good,
          targets: tensor(bufferOf(device, new Float32Array(8)), [4], { offset: 4 }),
        },
      ],
    ],
    [
      "an unknown option",
      InvalidInputError,
      'huber: there is no option "scale"; it takes divisor, gradientScale, params.',
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { scale: 2 }],
    ],
    [
      "divisor 0",
      InvalidInputError,
      "huber: divisor is 0; it must be a finite number > 0, or a tensor of one element.",
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { divisor: 0 }],
    ],
    [
      "a gradientScale that is not finite",
      InvalidInputError,
      "huber: gradientScale is NaN; it must be a finite number, or a tensor.",
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { gradientScale: Number.NaN }],
    ],
    [
      "a divisor without COPY_SRC",
      InvalidInputError,
      "huber: the buffer of divisor has no usage COPY_SRC, by which it is brought here; create it with GPUBufferUsage.COPY_SRC.",
      (good: GPUBuffer) => [
        { predictions: good, targets: good },
        { divisor: onGpu(device, [2], [1], { flags: usage.storage }) },
      ],
    ],
    [
      "a parameter out of range",
      InvalidInputError,
      "huber: delta is -1; it must be a finite number > 0.",
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { params: { delta: -1 } }],
    ],
    [
      "a misspelt parameter",
      InvalidInputError,
      'huber: there is no parameter "dleta"; it takes delta (did you mean "delta"?).',
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { params: { dleta: 1 } }],
    ],
    [
      "a parameter that is no number",
      InvalidInputError,
      'huber: params.delta is "1"; encode takes numbers, for parameters that were compiled as numbers.',
      (good: GPUBuffer) => [{ predictions: good, targets: good }, { params: { delta: "1" } }],
    ],
  ] as const)("throws for %s", async (_what, type: ErrorClass, message, arguments_) => {
    const step = await engine.compile(huber(), shapes);
    const good = bufferOf(device, Float32Array.from(predictions));
    const [inputs, options] = arguments_(good);
    const error = caught(type, () => step.encode(encoder(), inputs as never, options as never));
    if (typeof message === "string") expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    await stepsRightly(step, good);
    await computesRightly();
  });

  it("throws for inPlace on a buffer bound twice", async () => {
    const each = await engine.compile(huber(), shapes, { inPlace: ["predictions"], reduction: "none" });
    const own = bufferOf(device, new Float32Array(4));
    const scale = tensor(own, [4]);
    const inputs = { predictions: own, targets: bufferOf(device, new Float32Array(4)) };
    expect(
      caught(UnsupportedError, () => each.encode(encoder(), inputs, { gradientScale: scale })).message,
    ).toBe(
      "huber: inPlace names predictions, whose buffer is also bound to gradientScale; give gradientScale a buffer of its own.",
    );
    each.destroy();
    const step = await engine.compile(huber(), shapes, { inPlace: ["predictions"] });
    const both = bufferOf(device, Float32Array.from(predictions));
    const error = caught(UnsupportedError, () =>
      step.encode(encoder(), { predictions: both, targets: both }),
    );
    expect(error.message).toBe(
      "huber: inPlace names predictions, whose buffer is also bound to targets; give targets a buffer of its own.",
    );
    step.destroy();
  });

  it("with a buffer of another device, read() rejects", async () => {
    const step = await engine.compile(huber(), shapes);
    const foreign = bufferOf(other, new Float32Array(4));
    step.encode(encoder(), { predictions: foreign, targets: foreign });
    const error = await rejection(InvalidInputError, step.read());
    expect(error.message).toMatch(
      /^huber: the device refused an encode: [\s\S]+ Give live buffers of engine.device\.$/,
    );
    await stepsRightly(step, bufferOf(device, Float32Array.from(predictions)));
  });

  it("leaves the device's error scopes as they were, whatever it throws or is refused", async () => {
    const step = await engine.compile(huber(), shapes, { reduction: "none" });
    const fresh = () => bufferOf(device, new Float32Array(4));
    const foreign = onGpu(other, [1, 1, 1, 1]);
    caught(InvalidInputError, () =>
      step.encode(encoder(), { predictions: fresh(), targets: fresh() }, { params: { delta: -1 } }),
    );
    const good = { predictions: fresh(), targets: fresh() };
    step.encode(encoder(), good);
    await step.read();
    step.encode(encoder(), good, { gradientScale: foreign });
    const error = await rejection(InvalidInputError, step.read());
    expect(error.message).toMatch(/^huber: the device refused an encode: /);
    await expect(device.popErrorScope()).rejects.toThrow();
    step.destroy();
  });

  it("after destroy() throws, and read() rejects", async () => {
    const step = await engine.compile(huber(), shapes);
    step.destroy();
    step.destroy();
    const message = "huber: this compiled loss was destroyed; compile it anew.";
    const good = bufferOf(device, new Float32Array(4));
    const inputs = { predictions: good, targets: good };
    expect(caught(UnsupportedError, () => step.encode(encoder(), inputs)).message).toBe(message);
    expect((await rejection(UnsupportedError, step.read())).message).toBe(message);
    await computesRightly();
  });
});
