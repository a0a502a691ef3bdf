/**
 * Sequences, lists and pairs as plans: valid WGSL for software and hardware on Dawn's null backend, no more storage
 * buffers than the default limit, and turns where one binding cannot hold the scratch of all.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Loss } from "../../src/definition.js";
import type { CompileOptions, InputShape } from "../../src/engine/types.js";
import { UnsupportedError } from "../../src/errors.js";
import { PipelineCache } from "../../src/gpu/pipelines.js";
import { ctc } from "../../src/losses/ctc.js";
import { listMle } from "../../src/losses/listMle.js";
import { pairwiseAuc } from "../../src/losses/pairwiseAuc.js";
import type { Plan } from "../../src/plan/plan.js";
import { caught } from "../reference/caught.js";
import { nullDevice } from "./nullDevice.js";
import { dispatchesOf, hardware, planOf, software } from "./plans.js";

type Inputs = Readonly<Record<string, InputShape>>;

const labels = (plan: Plan) => dispatchesOf(plan).map(({ label }) => label.split("/")[1]);

const sequences = (frames: number, count: number, classes: number, targets: readonly number[]): Inputs => ({
  logits: [frames, count, classes],
  targets: [...targets],
  inputLengths: [count],
  targetLengths: [count],
});

const subjects: readonly (readonly [string, Loss, Inputs])[] = [
  ["ctc, padded", ctc(), sequences(20, 3, 5, [3, 4])],
  ["ctc, flat", ctc({ blank: 2 }), sequences(20, 3, 100, [11])],
  ["ctc, longer than workgroup memory", ctc(), sequences(2000, 2, 5, [2, 900])],
  ["ctc in 16 bits", ctc(), { ...sequences(20, 3, 5, [3, 4]), logits: { shape: [20, 3, 5], dtype: "f16" } }],
  ["listMle", listMle(), { scores: [4, 9], targets: [4, 9] }],
  [
    "listMle, masked",
    listMle({ classAxis: 0 }),
    { scores: [9, 4], targets: [9, 4], mask: [9, 4], weights: [4] },
  ],
  ["pairwiseAuc", pairwiseAuc(), { scores: [90], targets: [90] }],
  [
    "pairwiseAuc, weighted",
    pairwiseAuc({ surrogate: "logistic" }),
    { scores: [90], targets: [90], weights: [90] },
  ],
];

const modes: readonly CompileOptions[] = [
  {},
  { checkInputs: true, gradients: false },
  { reduction: "sum", accumulate: true },
  { reduction: "weightedMean", checkInputs: true },
];

let device: GPUDevice;

beforeAll(async () => {
  device = await nullDevice(["subgroups"]);
});
afterAll(() => device.destroy());

describe("every plan", () => {
  it.each(subjects)("of %s is valid, and binds 8 storage buffers at most", async (_, loss, inputs) => {
    const cache = new PipelineCache(device);
    for (const grid of [software, { ...software, subgroupSize: 0 }, hardware]) {
      for (const options of [...modes, ...(loss.name === "ctc" ? [{ inPlace: ["logits"] }] : [])]) {
        for (const dispatch of dispatchesOf(planOf(loss, inputs, options as CompileOptions, grid))) {
          expect(dispatch.bindings.length, dispatch.label).toBeLessThanOrEqual(8);
          await cache.get(dispatch);
        }
      }
    }
  });
});

describe("a binding that is too small for all", () => {
  const small = { ...hardware, maxBindingSize: 2 ** 20 };

  it("lets sequences take turns: each turn walks its own, the loss having seen all", () => {
    const plan = planOf(ctc(), sequences(400, 16, 8, [16, 40]), {}, small);
    expect(plan.buffers.lattice?.size).toBeLessThanOrEqual(small.maxBindingSize);
    expect(labels(plan).filter((label) => label === "backward")).toHaveLength(4);
    expect(labels(plan).slice(0, 6)).toEqual(["table", "rows", "forward", "loss", "items", "fold"]);
  });

  it("is refused where one sequence alone is too long, but not for the loss alone", () => {
    const inputs = sequences(4000, 1, 8, [1, 400]);
    const error = caught(UnsupportedError, () => planOf(ctc(), inputs, {}, small));
    expect(error.message).toBe(
      "ctc: the gradient of 4000 frames with 400 targets needs 25632000 bytes in one binding, and this device has 1048576; give shorter sequences, or pass gradients: false.",
    );
    expect(planOf(ctc(), inputs, { gradients: false }, small).buffers.lattice).toBeUndefined();
  });

  it("lets lists take turns", () => {
    const plan = planOf(listMle(), { scores: [250, 1000], targets: [250, 1000] }, {}, small);
    expect(plan.buffers.rests?.size).toBeLessThanOrEqual(small.maxBindingSize);
    expect(labels(plan).filter((label) => label === "scan")).toHaveLength(2);
  });
});

describe("memory", () => {
  it("of the loss of sequences alone is of the order T·N + N·S", () => {
    const { buffers } = planOf(ctc(), sequences(1000, 8, 50, [8, 100]), { gradients: false }, hardware);
    const scratch = Object.values(buffers).filter(({ role }) => role === "scratch");
    const bytes = scratch.reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeLessThan(16 * (1000 * 8 + 8 * 201) + 4096);
  });

  it("of pairs is of the order N", () => {
    const { buffers } = planOf(pairwiseAuc(), { scores: [100_000], targets: [100_000] }, {}, hardware);
    const largest = Math.max(...Object.values(buffers).map(({ size }) => size));
    expect(largest).toBe(1_600_000);
  });
});
