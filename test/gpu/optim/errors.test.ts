/** What an optimiser refuses: parameters, gradients, and everything after it was destroyed. */
import { describe, expect, it } from "vitest";
import {
  adam,
  createEngine,
  huber,
  InvalidInputError,
  ShapeError,
  sgd,
  tensor,
  UnsupportedError,
} from "../../../src/index.js";
import { caught } from "../../reference/caught.js";
import { bufferOf, floatsOf, newDevice, onGpu, rejection, usage } from "../desk.js";
import { device, engine, prepare, seen } from "../watched.js";

prepare();

describe("errors", () => {
  it("of what is no parameter", async () => {
    const refused = async (type: new (...args: never[]) => Error, given: unknown, message: string) =>
      expect((await rejection(type, engine.optimizer(adam(), given as never))).message).toContain(message);
    await refused(InvalidInputError, {}, "adam: the parameters are {}; give at least one");
    await refused(InvalidInputError, { w: "1" }, "adam: w is string");
    await refused(ShapeError, { w: bufferOf(device, new Float32Array(4)) }, "w is a bare GPUBuffer");
    await refused(UnsupportedError, { w: tensor([1, 2], [2], { dtype: "f16" }) }, "w is stored as f16");
    const buffer = bufferOf(device, new Float32Array(200));
    await refused(
      InvalidInputError,
      { a: tensor(buffer, [100]), b: tensor(buffer, [4], { offset: 256 }) },
      "a and b overlap",
    );
    await refused(InvalidInputError, { a: tensor(buffer, [1], { offset: 4 }) }, "a begins at byte 4");
    const narrow = bufferOf(device, new Float32Array(4), { flags: usage.copyDst });
    await refused(InvalidInputError, { a: tensor(narrow, [4]) }, "without STORAGE");
    const options = { sate: {} } as never;
    expect(
      (await rejection(InvalidInputError, engine.optimizer(adam(), { w: [1] }, options))).message,
    ).toContain('did you mean "state"');
    expect(
      (await rejection(InvalidInputError, engine.optimizer(huber() as never, { w: [1] }))).message,
    ).toContain("optimizer is the loss huber");
  });

  it("of what is no gradient", async () => {
    const own = await engine.optimizer(adam(), { a: [1, 2], b: [[3], [4]] });
    const encoder = device.createCommandEncoder();
    const fine = bufferOf(device, new Float32Array(2));
    const refused = (type: new (...args: never[]) => Error, given: unknown, message: string) =>
      expect(caught(type, () => own.encode(encoder, given as never)).message).toContain(message);
    refused(InvalidInputError, { a: fine }, 'adam: gradient "b" is missing');
    refused(
      InvalidInputError,
      { a: fine, b: fine, bb: fine },
      'adam: there is no gradient "bb"; there are a, b',
    );
    refused(InvalidInputError, { a: fine, b: new Float32Array(2) }, "encode takes GPU buffers");
    refused(ShapeError, { a: fine, b: bufferOf(device, new Float32Array(1)) }, "the buffer of b has 4 bytes");
    refused(ShapeError, { a: fine, b: tensor(fine, [2]) }, "b has shape [2] and its parameter has [2, 1]");
    refused(
      InvalidInputError,
      { a: tensor(fine, [2], { dtype: "f16" }), b: fine },
      "a has dtype f16 and its parameter has f32",
    );
    refused(InvalidInputError, { a: own.parameters.a, b: fine }, "a lies in a buffer of parameters");
    own.destroy();
  });

  it("of the device are told by read", async () => {
    const own = await engine.optimizer(sgd({ learningRate: 1 }), { w: [1] });
    const other = await newDevice();
    const encoder = device.createCommandEncoder();
    own.encode(encoder, { w: bufferOf(other, new Float32Array(1)) });
    expect((await rejection(InvalidInputError, own.read())).message).toContain(
      "sgd: the device refused an encode",
    );
    other.destroy();
    own.destroy();
  });

  it("after destroy: of the optimiser, and of the engine", async () => {
    const short = await createEngine({ device });
    const given = onGpu(device, [1]);
    const [own, other] = [
      await short.optimizer(adam(), { w: [1] }),
      await short.optimizer(adam(), { w: given }),
    ];
    seen.live.clear();
    own.destroy();
    own[Symbol.dispose]();
    expect((await rejection(UnsupportedError, own.read())).message).toContain(
      "adam: this optimiser was destroyed",
    );
    expect(() => own.encode(device.createCommandEncoder(), { w: given })).toThrow(UnsupportedError);
    short.destroy();
    await rejection(UnsupportedError, other.read());
    await rejection(UnsupportedError, short.optimizer(adam(), { w: [1] }));
    expect(await floatsOf(device, given.data)).toEqual([1]);
  });
});
