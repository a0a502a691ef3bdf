/** Buffers on the GPU that a call refuses: of the wrong usage, dtype or device, destroyed, mapped or overwritten. */
import { describe, expect, it } from "vitest";
import { huber, InvalidInputError, ShapeError, tensor, UnsupportedError } from "../../../src/index.js";
import { bufferOf, onGpu, rejection, usage, visible } from "../desk.js";
import { device, evaluate, other, pair, predictions, prepare, saysOf, targets } from "./badInput.js";

prepare();

describe("GPU buffers", () => {
  const refused = "cannot be used here: it was destroyed, is mapped, or belongs to another device (";
  const advice = "). Give a live buffer of engine.device.";
  const startsAndEnds = (start: string, end: string): RegExp =>
    new RegExp(
      `^${[start, end].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[\\s\\S]+")}$`,
    );

  saysOf([
    [
      "without STORAGE",
      InvalidInputError,
      "huber: the buffer of predictions has usage 12 without STORAGE; create it with GPUBufferUsage.STORAGE.",
      () =>
        evaluate(huber(), {
          predictions: onGpu(device, predictions, [4], { flags: usage.copySrc | usage.copyDst }),
          targets,
        }),
      { input: "predictions" },
    ],
    [
      "of another device",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of targets ${refused}`, advice),
      () => evaluate(huber(), { predictions, targets: onGpu(other, targets) }),
      { input: "targets" },
    ],
    [
      "destroyed",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of predictions ${refused}`, advice),
      () => {
        const gone = onGpu(device, predictions);
        gone.destroy();
        return evaluate(huber(), { predictions: gone, targets });
      },
      { input: "predictions" },
    ],
    [
      "mapped",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of predictions ${refused}`, advice),
      () => {
        const mapped = device.createBuffer({ size: 16, usage: visible, mappedAtCreation: true });
        return evaluate(huber(), { predictions: tensor(mapped, [4]), targets });
      },
      { input: "predictions" },
    ],
    [
      "misaligned",
      InvalidInputError,
      /^huber: predictions begins at byte 4 of its buffer, and this device binds at multiples of \d+; copy it there\.$/,
      () => evaluate(huber(), { predictions: onGpu(device, predictions, [4], { offset: 4 }), targets }),
      { input: "predictions" },
    ],
    [
      "bare",
      ShapeError,
      "huber: predictions is a bare GPUBuffer, whose shape is not known; give tensor(buffer, shape, { dtype }).",
      () => evaluate(huber(), { predictions: bufferOf(device, Float32Array.from(predictions)), targets }),
    ],
    [
      "a gradientScale without COPY_SRC",
      InvalidInputError,
      "huber: the buffer of gradientScale has no usage COPY_SRC, by which it is read; create it with GPUBufferUsage.COPY_SRC.",
      () => evaluate(huber(), pair, { gradientScale: onGpu(device, [2], [1], { flags: usage.storage }) }),
      { input: "gradientScale" },
    ],
    [
      "a divisor without COPY_SRC",
      InvalidInputError,
      "huber: the buffer of divisor has no usage COPY_SRC, by which it is read; create it with GPUBufferUsage.COPY_SRC.",
      () => evaluate(huber(), pair, { divisor: onGpu(device, [2], [1], { flags: usage.storage }) }),
      { input: "divisor" },
    ],
    [
      "a gradientScale of another device",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of gradientScale ${refused}`, advice),
      () => evaluate(huber(), pair, { gradientScale: onGpu(other, [2]) }),
      { input: "gradientScale" },
    ],
    [
      "a divisor that was destroyed",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of divisor ${refused}`, advice),
      () => {
        const divisor = onGpu(device, [2]);
        divisor.destroy();
        return evaluate(huber(), pair, { divisor });
      },
      { input: "divisor" },
    ],
    [
      "a 16-bit gradientScale",
      InvalidInputError,
      "huber: gradientScale has dtype f16; f32 was wanted.",
      () => evaluate(huber(), pair, { gradientScale: onGpu(device, [2], [1], { dtype: "f16" }) }),
      { input: "gradientScale" },
    ],
    [
      "16-bit ones per item",
      InvalidInputError,
      "huber: gradientScale has dtype bf16; f32 was wanted.",
      () =>
        evaluate(huber(), pair, {
          gradientScale: onGpu(device, [1, 2, 3, 4], [4], { dtype: "bf16" }),
          reduction: "none",
        }),
      { input: "gradientScale" },
    ],
    [
      "a gradientScale per item that is overwritten",
      UnsupportedError,
      "huber: inPlace names predictions, whose buffer is also bound to gradientScale; give gradientScale a buffer of its own.",
      () => {
        const both = onGpu(device, predictions);
        return evaluate(
          huber(),
          { predictions: both, targets },
          { gradientScale: both, reduction: "none", inPlace: ["predictions"] },
        );
      },
    ],
    [
      "a gradientScale per item of another device",
      InvalidInputError,
      startsAndEnds(`huber: the buffer of gradientScale ${refused}`, advice),
      () => evaluate(huber(), pair, { gradientScale: onGpu(other, [2, 2, 2, 2]), reduction: "none" }),
      { input: "gradientScale" },
    ],
  ]);

  it("leave no error uncaught on the device", async () => {
    const uncaught: string[] = [];
    const listen = (event: Event) => uncaught.push((event as GPUUncapturedErrorEvent).error.message);
    device.addEventListener("uncapturederror", listen);
    for (const options of [
      { gradientScale: onGpu(other, [2]) },
      { divisor: onGpu(device, [2], [1], { flags: usage.storage }) },
    ]) {
      await rejection(InvalidInputError, evaluate(huber(), pair, options));
    }
    await rejection(InvalidInputError, evaluate(huber(), { predictions, targets: onGpu(other, targets) }));
    await device.queue.onSubmittedWorkDone();
    device.removeEventListener("uncapturederror", listen);
    expect(uncaught).toEqual([]);
  });
});
