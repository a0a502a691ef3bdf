/** `fusedloss/onnx`: the loss of what a model computed, without a readback. */

import wasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import * as ort from "onnxruntime-web/webgpu";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { InvalidInputError, UnsupportedError } from "../../src/errors.js";
import { softmaxCrossEntropy } from "../../src/index.js";
import { createEngine, fromOrt } from "../../src/onnx.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { type Tensor, tensor } from "../../src/tensor.js";
import { floatsOf, rejection } from "../gpu/desk.js";
import { printedBy } from "../setup/printedBy.js";
import { doubling } from "./onnxModel.js";

const shape = [5, 3];
const values = Float32Array.from({ length: 15 }, (_, i) => Math.sin(i));
const labels = Int32Array.of(0, 2, 1, 1, 0);

let engine: Engine;
let session: ort.InferenceSession;
beforeAll(async () => {
  ort.env.wasm.wasmPaths = { wasm };
  ort.env.wasm.numThreads = 1;
  session = await ort.InferenceSession.create(doubling(shape), {
    executionProviders: ["webgpu"],
    preferredOutputLocation: "gpu-buffer",
  });
  engine = await createEngine(session);
});
afterAll(() => engine.destroy());

async function logits(): Promise<ort.Tensor> {
  const { y } = await session.run({ x: new ort.Tensor("float32", values, shape) });
  return y as ort.Tensor;
}

describe("fromOrt", () => {
  it("takes an output where it is, on the GPU, and gives the gradient there", async () => {
    const output = await logits();
    expect(output.location).toBe("gpu-buffer");
    const given = fromOrt(output as never) as Tensor<GPUBuffer>;
    expect(given.buffer).toBe(output.gpuBuffer);
    const found = await engine.evaluate(softmaxCrossEntropy(), { logits: given, labels });
    const doubled = tensor(
      values.map((one) => 2 * one),
      shape,
    );
    const wanted = evaluate(softmaxCrossEntropy(), { logits: doubled, labels });
    expect(found.loss).toBeCloseTo(wanted.loss, 5);
    const slopes = await floatsOf(engine.device, (found.gradients.logits as Tensor<GPUBuffer>).buffer);
    for (const [i, slope] of wanted.gradients.logits.entries()) expect(slopes[i]).toBeCloseTo(slope, 5);
    output.dispose();
  });

  it("takes what is in memory, labels of 64 bits too", async () => {
    const long = new ort.Tensor("int64", BigInt64Array.from(labels, BigInt), [5]);
    const inputs = {
      logits: fromOrt(new ort.Tensor("float32", values, shape) as never),
      labels: fromOrt(long as never),
    };
    const found = await engine.evaluate(softmaxCrossEntropy(), inputs);
    const wanted = evaluate(softmaxCrossEntropy(), { logits: tensor(values, shape), labels });
    expect(found.loss).toBeCloseTo(wanted.loss, 5);
  });

  it("works as docs/integration.md says", async () => {
    const model = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(doubling([2, 2]) as BlobPart));
    expect(await printedBy(() => import("program:docs/integration.md/4"))).toEqual(["0.0725"]);
    expect(model.mock.calls[0]?.[0]).toContain("model.onnx");
    model.mockRestore();
  });

  it("refuses what it cannot take", async () => {
    expect(() => fromOrt(values as never)).toThrow(InvalidInputError);
    const text = new ort.Tensor("string", ["a"], [1]);
    expect(() => fromOrt(text as never)).toThrow(UnsupportedError);
    expect(() => fromOrt({ type: "float32", dims: [1], location: "texture" } as never)).toThrow(
      /is at "texture"/,
    );
    await rejection(InvalidInputError, createEngine({}));
    const output = await logits();
    output.dispose();
    expect(() => fromOrt(output as never)).toThrow();
  });
});
