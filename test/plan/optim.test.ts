/** Plans of optimisers without a GPU: dispatches, bindings and bytes; and their modules on Dawn's null backend. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PipelineCache } from "../../src/gpu/pipelines.js";
import { adam, adamW, sgd } from "../../src/optim/index.js";
import {
  type Optimizer,
  type OptimizerDefinition,
  type OptimizerRequest,
  optimizerOf,
} from "../../src/optimizer.js";
import type { Plan, PlanDevice } from "../../src/plan/plan.js";
import { packSlots, unpackSlot } from "../../src/plan/slots.js";
import { optimizers } from "../cases/optimizers.js";
import { complaints } from "./complaints.js";
import { nullDevice } from "./nullDevice.js";
import { dispatchesOf, hardware, software } from "./plans.js";

const plain = sgd({ learningRate: 0.1 });
const momentum = sgd({ learningRate: 0.1, momentum: 0.9 });

/** Tensors of these sizes: in one arena, or each in a buffer of its own. */
function request(
  optimizer: Optimizer,
  sizes: readonly number[],
  {
    arena = true,
    together = false,
    device = software,
  }: { arena?: boolean; together?: boolean; device?: PlanDevice } = {},
): OptimizerRequest {
  let offset = 0;
  const parameters = sizes.map((elements, i) => {
    const parameter = { name: `p${i}`, elements, home: arena ? 0 : i, offset: arena ? offset : 0 };
    offset += 256 * Math.ceil((4 * elements) / 256);
    return parameter;
  });
  const homes = arena ? [offset] : sizes.map((elements) => 4 * elements);
  const definition = optimizer[optimizerOf] as OptimizerDefinition;
  return { definition, params: optimizer.params, parameters, homes, together, step: 0, device };
}

function planOf(...given: Parameters<typeof request>): Plan {
  const made = request(...given);
  return made.definition.plan(made);
}

const labelsOf = (plan: Plan): string[] => dispatchesOf(plan).map(({ label }) => label);

describe("a step", () => {
  const seven = [4, 64, 1, 100, 3, 65, 12];

  it("is one dispatch where parameters and gradients lie together", () => {
    for (const optimizer of [plain, momentum, adam(), adamW()]) {
      expect(labelsOf(planOf(optimizer, seven, { together: true }))).toEqual([`${optimizer.name}/step`]);
      expect(labelsOf(planOf(optimizer, [5]))).toEqual([`${optimizer.name}/step`]);
    }
  });

  it("of tensors apart is a dispatch for every three, of gradients alone for every five", () => {
    const count = (optimizer: Optimizer, arena: boolean) =>
      labelsOf(planOf(optimizer, seven, { arena })).length;
    expect([plain, momentum, adam()].map((optimizer) => count(optimizer, false))).toEqual([3, 3, 3]);
    expect([plain, momentum, adam()].map((optimizer) => count(optimizer, true))).toEqual([2, 2, 2]);
  });

  it("that clips has the squares and the clip before it", () => {
    const clips = planOf(adam({ clipGlobalNorm: 1 }), seven);
    expect(labelsOf(clips)).toEqual(["adam/norm", "adam/norm", "adam/clip", "adam/step", "adam/step"]);
    expect(dispatchesOf(clips)[2]?.workgroups).toBe(1);
  });

  it("keeps what it must: a slot per parameter, in blocks, and no state where there is none", () => {
    expect(planOf(plain, [1000]).buffers.state).toBeUndefined();
    expect(planOf(momentum, [1000]).buffers.state?.size).toBe(4096);
    expect(planOf(adam(), [1000]).buffers.state?.size).toBe(2 * 4096);
    expect(planOf(adam(), [1, 1, 1]).buffers.state?.size).toBe(2 * 3 * 256);
    // 32 bytes of table for 4,096 parameters.
    const { side, state } = planOf(adam(), [10_000_000], { device: hardware }).buffers;
    expect(state?.size).toBe(80_000_000);
    expect(side?.size).toBe(32 + 32 * Math.ceil(10_000_000 / 4096));
  });

  it("of more than a binding holds is cut, each piece once", () => {
    const device = { ...hardware, maxBindingSize: 2 ** 20 };
    for (const arena of [true, false]) {
      const plan = planOf(adam(), [300_000, 7, 200_000], { arena, device });
      const dispatches = dispatchesOf(plan);
      expect(complaints(plan)).toEqual([]);
      expect(dispatches.length).toBeGreaterThanOrEqual(4);
      expect(
        dispatches
          .flatMap(({ bindings }) => bindings.map(({ size }) => size))
          .every((size) => size <= 2 ** 20),
      ).toBe(true);
      const tilesOf = dispatches.map(({ uniform }) =>
        uniform.slice(0, 2).map((field) => ("u32" in field ? field.u32 : -1)),
      );
      let next = 0;
      for (const [first, tiles] of tilesOf) {
        expect(first).toBe(next);
        next += tiles ?? 0;
      }
      expect(next).toBe(Math.ceil(300_000 / 4096) + 1 + Math.ceil(200_000 / 4096));
    }
  });

  it("of nothing still counts", () => {
    const plan = planOf(adam(), [0]);
    expect(complaints(plan)).toEqual([]);
    expect(labelsOf(plan)).toEqual(["adam/step"]);
  });
});

describe("state in quads", () => {
  it("comes back as it was", () => {
    const slots = [Float32Array.of(1, 2, 3, 4, 5), Float32Array.of(6, 7, 8, 9, 10)];
    const packed = new Float32Array(16);
    packSlots(slots, packed);
    expect([...packed]).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 5, 0, 0, 0, 10, 0, 0, 0]);
    expect(slots.map((_, k) => unpackSlot(packed, k, 2, 5))).toEqual(slots);
  });
});

describe("every plan", () => {
  let device: GPUDevice;

  beforeAll(async () => {
    device = await nullDevice();
  });
  afterAll(() => device.destroy());

  it.each(optimizers)("of $name binds what a device takes, and compiles", async ({ variants }) => {
    const cache = new PipelineCache(device);
    const sizes = [[1], [8], [3, 4, 5], [4, 8, 12, 16, 20, 24, 7]];
    for (const optimizer of variants) {
      for (const parameters of sizes) {
        for (const grid of [software, hardware]) {
          for (const [arena, together] of [
            [true, false],
            [true, true],
            [false, false],
          ] as const) {
            const plan = planOf(optimizer, parameters, { arena, together, device: grid });
            expect(complaints(plan)).toEqual([]);
            await Promise.all(dispatchesOf(plan).map((dispatch) => cache.get(dispatch)));
          }
        }
      }
    }
    expect(cache.size).toBeGreaterThan(10);
  });
});
