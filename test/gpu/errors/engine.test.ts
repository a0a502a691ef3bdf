/** Calls that cannot go on: aborted, out of memory, without engine or device, or with WGSL that does not compile. */
import { describe, expect, it, vi } from "vitest";
import { elementwise } from "../../../src/families/elementwise.js";
import {
  createEngine,
  DeviceLostError,
  FusedLossError,
  huber,
  NoDeviceError,
  OutOfMemoryError,
  rmse,
  ShaderError,
  softmaxCrossEntropy,
  UnsupportedError,
} from "../../../src/index.js";
import { caught } from "../../reference/caught.js";
import { bufferOf, newDevice, onGpu, rejection, watch } from "../desk.js";
import { computesRightly, device, engine, pair, predictions, prepare, targets } from "./badInput.js";

prepare();

describe("an aborted signal", () => {
  it("before the call: nothing runs, and the reason is what it rejects with", async () => {
    const reason = new Error("the user left");
    let asked = false;
    const inputs = {
      get predictions() {
        asked = true;
        return predictions;
      },
      targets,
    };
    const signal = AbortSignal.abort(reason);
    await expect(engine.evaluate(huber(), inputs, { signal })).rejects.toBe(reason);
    expect(asked).toBe(false);
    await computesRightly();
  });

  it("during the call", async () => {
    const controller = new AbortController();
    const work = engine.evaluate(huber(), pair, { signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toMatchObject({ name: "AbortError" });
    await computesRightly();
  });
});

describe("memoryLimit", () => {
  it("too small for anything: OutOfMemoryError that says what is needed and what to do", async () => {
    const tight = await createEngine({ device, memoryLimit: 10 });
    const error = await rejection(OutOfMemoryError, tight.evaluate(huber(), pair));
    expect(error.message).toBe(
      "huber: 1 item of 4 bytes cannot be split further and does not fit the memory left (10 bytes of memoryLimit); raise memoryLimit.",
    );
    const step = await rejection(
      OutOfMemoryError,
      tight.compile(huber(), { predictions: [9], targets: [9] }),
    );
    expect(step.message).toMatch(
      /^huber\/\w+: \d+ bytes are needed and \d+ of memoryLimit 10 are left; raise memoryLimit, or destroy compiled losses and GPU results that are no longer used\.$/,
    );
    tight.destroy();
    await computesRightly();
  });

  it("a failed compile gives back what it took", async () => {
    const seen = watch(device);
    const tight = await createEngine({ device, memoryLimit: 10_000 });
    const shapes = { predictions: [2000], targets: [2000] };
    await rejection(OutOfMemoryError, tight.compile(huber(), shapes));
    await rejection(OutOfMemoryError, tight.compile(huber(), shapes));
    expect(seen.bytes()).toBe(0);
    await computesRightly(tight);
    tight.destroy();
  });
});

describe("destroyed engines", () => {
  it("reject with UnsupportedError, and leave a given device alone", async () => {
    const mine = await createEngine({ device });
    const step = await mine.compile(huber(), { predictions: [4], targets: [4] });
    mine.destroy();
    mine.destroy();
    const message = "this engine was destroyed; make a new one with createEngine().";
    const good = bufferOf(device, new Float32Array(4));
    const calls = [
      mine.evaluate(huber(), pair),
      mine.compile(huber(), { predictions: [4], targets: [4] }),
      step.read(),
    ];
    for (const error of await Promise.all(calls.map((work) => rejection(UnsupportedError, work)))) {
      expect(error.message).toBe(message);
    }
    const encode = () => step.encode(device.createCommandEncoder(), { predictions: good, targets: good });
    expect(caught(UnsupportedError, encode).message).toBe(message);
    await computesRightly();
  });

  it("reject what is under way", async () => {
    const mine = await createEngine({ device });
    const work = mine.evaluate(huber(), pair);
    mine.destroy();
    await rejection(UnsupportedError, work);
    await computesRightly();
  });

  it("destroy every buffer that they made, those of calls under way too", async () => {
    const own = await newDevice();
    const seen = watch(own);
    const mine = await createEngine({ device: own });
    await computesRightly(mine);
    const step = await mine.compile(softmaxCrossEntropy(), { logits: [2, 3], labels: [2] });
    const inputs = {
      logits: bufferOf(own, new Float32Array(6)),
      labels: bufferOf(own, new Int32Array(2)),
    };
    const commands = own.createCommandEncoder();
    step.encode(commands, inputs);
    own.queue.submit([commands.finish()]);
    await step.read();
    for (const buffer of Object.values(inputs)) buffer.destroy();
    expect(seen.live.size).toBeGreaterThan(0);
    const late = [
      mine.evaluate(huber(), pair),
      mine.compile(huber(), { predictions: [8], targets: [8] }),
      mine.evaluate(huber(), { predictions: onGpu(own, predictions), targets }),
    ];
    await Promise.resolve();
    mine.destroy();
    await Promise.all(late.map((work) => rejection(UnsupportedError, work)));
    await own.queue.onSubmittedWorkDone();
    // What would be made too late shows by now; what was being made is destroyed when it is there, however late.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await vi.waitFor(() => expect([...seen.live].map(({ label }) => label)).toEqual(["test"]), {
      timeout: 60_000,
    });
    own.destroy();
  });

  it("destroy the device that they requested", async () => {
    const mine = await createEngine();
    mine.destroy();
    expect((await mine.lost).reason).toBe("destroyed");
    await rejection(UnsupportedError, mine.evaluate(huber(), pair));
  });

  it("can be held by `using`", async () => {
    const mine = await createEngine({ device });
    mine[Symbol.dispose]();
    await rejection(UnsupportedError, mine.evaluate(huber(), pair));
  });
});

describe("a lost device", () => {
  it("rejects pending and later calls; a new engine works", async () => {
    const own = await newDevice();
    const mine = await createEngine({ device: own });
    await computesRightly(mine);
    const step = await mine.compile(huber(), { predictions: [4], targets: [4] });
    const pending = [mine.evaluate(huber(), pair), mine.evaluate(rmse(), pair), step.read()];
    own.destroy();
    const message = /^the GPU device was lost \(destroyed: .+\); make a new engine with createEngine\(\)\.$/;
    for (const error of await Promise.all(pending.map((work) => rejection(DeviceLostError, work)))) {
      expect(error.message).toMatch(message);
    }
    expect((await mine.lost).reason).toBe("destroyed");
    await rejection(DeviceLostError, mine.evaluate(huber(), pair));
    await rejection(DeviceLostError, mine.compile(huber(), { predictions: [4], targets: [4] }));
    await rejection(DeviceLostError, step.read());
    caught(DeviceLostError, () => step.encode(null as never, {}));
    mine.destroy();
    const fresh = await createEngine();
    await computesRightly(fresh);
    fresh.destroy();
  });
});

describe("WGSL that does not compile", () => {
  const broken = elementwise({
    name: "broken",
    inputs: { predictions: "real" },
    gradients: ["predictions"],
    params: {},
    formula: "?",
    citation: "none",
    body: [
      "// The fault is in the third line.",
      "fn brokenValue(params: brokenParams, predictions: f32) -> brokenSlopes {",
      "  return brokenSlopes(predictions, missing);",
      "}",
      "",
    ].join("\n"),
  });
  const message =
    /^broken\/kernel: the WGSL does not compile\.\nshaders\/losses\/broken\.wgsl:3:36: .*missing.*\n {2}return brokenSlopes\(predictions, missing\);$/;

  it("is a ShaderError that points at file, line and column, each time", async () => {
    for (let turn = 0; turn < 2; turn++) {
      const error = await rejection(ShaderError, engine.evaluate(broken(), { predictions }));
      expect(error.message).toMatch(message);
      await computesRightly();
    }
    const compiled = await rejection(ShaderError, engine.compile(broken(), { predictions: [4] }));
    expect(compiled.message).toMatch(message);
    await computesRightly();
  });
});

describe("no WebGPU", () => {
  /** `navigator.gpu` as a browser without WebGPU, or without an adapter, has it. */
  async function withGpu<T>(gpu: unknown, run: () => Promise<T>): Promise<T> {
    const own = Object.getOwnPropertyDescriptor(navigator, "gpu");
    Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
    try {
      return await run();
    } finally {
      if (own) Object.defineProperty(navigator, "gpu", own);
      else delete (navigator as { gpu?: unknown }).gpu;
    }
  }

  it("rejects with NoDeviceError, which says what to check here", async () => {
    const error = await withGpu(undefined, () => rejection(NoDeviceError, createEngine()));
    const isNode = typeof process === "object" && Boolean(process.versions?.node);
    expect(error.message).toBe(
      `createEngine: WebGPU is not available here (navigator.gpu is missing). ${
        isNode
          ? "In Node use createEngine from fusedloss/node, with npm i webgpu."
          : "Chrome has WebGPU from 113; on Linux it may need chrome://flags/#enable-unsafe-webgpu. chrome://gpu says whether it is blocked."
      }`,
    );
    const none = { requestAdapter: async () => null };
    const absent = await withGpu(none, () => rejection(NoDeviceError, createEngine()));
    expect(absent.message).toMatch(/^createEngine: WebGPU is there, but it offers no adapter\. .+/);
    expect(absent).toBeInstanceOf(FusedLossError);
    const fresh = await createEngine();
    await computesRightly(fresh);
    fresh.destroy();
  });

  it("advises each browser in its own words", async () => {
    const advice = async (userAgent: string, isSecureContext = true): Promise<string> => {
      const agent = Object.getOwnPropertyDescriptor(navigator, "userAgent");
      const secure = Object.getOwnPropertyDescriptor(globalThis, "isSecureContext");
      Object.defineProperty(navigator, "userAgent", { value: userAgent, configurable: true });
      Object.defineProperty(globalThis, "isSecureContext", { value: isSecureContext, configurable: true });
      try {
        return (await withGpu(undefined, () => rejection(NoDeviceError, createEngine()))).message;
      } finally {
        if (agent) Object.defineProperty(navigator, "userAgent", agent);
        else delete (navigator as { userAgent?: string }).userAgent;
        if (secure) Object.defineProperty(globalThis, "isSecureContext", secure);
        else delete (globalThis as { isSecureContext?: boolean }).isSecureContext;
      }
    };
    expect(await advice("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toContain(
      "Firefox has WebGPU from 141",
    );
    expect(
      await advice(
        "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15",
      ),
    ).toContain("Safari has WebGPU from 26");
    expect(await advice("Mozilla/5.0 Chrome/147.0.0.0 Safari/537.36", false)).toContain("serve it by https");
  });

  it("names the limits that an adapter does not have", async () => {
    const limit = { maxBufferSize: 2 ** 52 };
    const error = await rejection(NoDeviceError, createEngine({ requiredLimits: limit }));
    expect(error.message).toMatch(
      /^createEngine: the adapter gave no device \([\s\S]+\)\. Ask for lower requiredLimits, or a fresh adapter: one adapter gives one device\.$/,
    );
  });
});
