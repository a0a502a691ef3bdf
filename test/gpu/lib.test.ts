/**
 * The stable mathematics of `shaders/lib` against float64, over the whole range of f32 and densely where it is
 * hard: near 0, near 1, at the joints of the approximations, at overflow.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { library } from "../../src/families/library.js";
import { compose, link } from "../../src/plan/compose.js";
import { logCosh, logSigmoid, sigmoid, softplus } from "../../src/reference/math.js";

/** Relative, ten times finer than what is published for losses. */
const tolerance = 1e-6;
const smallestNormal = 2 ** -126;
const largest = 2 ** 128 - 2 ** 104;
const points = 1 << 14;

/** Both signs over every size, a line over the range, and dense steps around what is hard. */
function everywhere(limit: number, ...joints: number[]): Float32Array {
  const least = Math.log(1e-30);
  return Float32Array.from({ length: points }, (_, i) => {
    const t = i / (points - 1);
    const joint = joints[Math.floor(i / 3) % Math.max(1, joints.length)] ?? 0;
    if (i % 3 === 0) return (i % 2 ? -1 : 1) * Math.exp(least + (Math.log(limit) - least) * t);
    if (i % 3 === 1) return limit * (2 * t - 1);
    return joint + (i % 2 ? -1 : 1) * 1e-3 * t * Math.max(1, Math.abs(joint));
  });
}

/** Every power of two of f32, and dense steps around 1. */
function positive(): Float32Array {
  const bits = Uint32Array.from(
    { length: points },
    (_, i) => 0x00800000 + Math.floor((i / points) * 0x7effffff),
  );
  const values = new Float32Array(bits.buffer);
  return values.map((value, i) => (i % 2 ? 1 + (i / points - 0.5) * (i % 4 === 1 ? 1e-3 : 1) : value));
}

function aboveMinusOne(): Float32Array {
  return everywhere(0.999, -0.29, 0.41).map((value, i) =>
    i % 5 ? value : Math.abs(value) ** (1 + (i % 35)),
  );
}

const inUnit = (x: number): number => Math.min(Math.max(x, -1), 1);

interface Subject {
  readonly wgsl: string;
  readonly truth: (x: number) => number;
  readonly at: Float32Array;
  readonly within?: number;
}

const subjects: Readonly<Record<string, Subject>> = {
  preciseExp: { wgsl: "preciseExp(x)", truth: Math.exp, at: everywhere(120, 0, 0.3466, 88.7, -87.3) },
  expm1: { wgsl: "expm1(x)", truth: Math.expm1, at: everywhere(120, 0, 0.35, -0.35) },
  expm1Rest: {
    wgsl: "expm1Rest(x)",
    truth: (x) => (Math.abs(x) < 1e-3 ? x ** 2 * (1 / 2 + x / 6 + x ** 2 / 24) : Math.expm1(x) - x),
    at: everywhere(80, 0, 0.35, -0.35).filter((x) => Math.abs(x) > 1e-15),
    // At the joint 0.35 it is a difference of numbers six times its size.
    within: 3e-6,
  },
  timesExp: { wgsl: "timesExp(1e-20, x)", truth: (x) => 1e-20 * Math.exp(x), at: everywhere(120, 100) },
  scaledExp: {
    wgsl: "scaledRatio(scaledExp(x), scaledOne)",
    truth: Math.exp,
    at: everywhere(80, 0, -0.3466).filter((x) => x <= 0),
  },
  scaledLog: {
    wgsl: "scaledLog(scaledTimes(scaledExp(x), scaledExp(x)))",
    truth: (x) => 2 * x,
    at: everywhere(1e4, -0.5, -20).filter((x) => x < -0.5),
  },
  preciseLog: { wgsl: "preciseLog(x)", truth: Math.log, at: positive() },
  log1p: { wgsl: "log1p(x)", truth: Math.log1p, at: aboveMinusOne() },
  softplus: { wgsl: "softplus(x)", truth: softplus, at: everywhere(120, 0) },
  sigmoid: { wgsl: "sigmoid(x)", truth: sigmoid, at: everywhere(120, 0) },
  logSigmoid: { wgsl: "logSigmoid(x)", truth: logSigmoid, at: everywhere(120, 0) },
  preciseTanh: { wgsl: "preciseTanh(x)", truth: Math.tanh, at: everywhere(40, 0, 0.55, -0.55) },
  logCosh: {
    wgsl: "logCosh(x)",
    truth: logCosh,
    at: everywhere(120, 0, 0.7, -0.7).filter((x) => Math.abs(x) > 1e-15),
  },
  // The error of a power is that of the logarithm times its size.
  squareRoot: { wgsl: "precisePow(x, 0.5)", truth: Math.sqrt, at: positive(), within: 1e-5 },
  cube: {
    wgsl: "precisePow(x, 3.0)",
    truth: (x) => x ** 3,
    at: everywhere(1, 1).map((x) => Math.max(1e-3, Math.abs(x))),
    within: 4e-6,
  },
  preciseExp2: { wgsl: "preciseExp2(x)", truth: (x) => 2 ** x, at: everywhere(140, 0, 0.5, 127.9, -126) },
  preciseSin: { wgsl: "preciseSin(x)", truth: Math.sin, at: everywhere(1000, 0, Math.PI / 4, 1.5, 3) },
  preciseCos: { wgsl: "preciseCos(x)", truth: Math.cos, at: everywhere(1000, 0, Math.PI / 4, 1.5, 3) },
  preciseAtan: { wgsl: "preciseAtan(x)", truth: Math.atan, at: everywhere(1e6, 0, 0.4142, 2.4142) },
  preciseAsin: { wgsl: "preciseAsin(x)", truth: Math.asin, at: everywhere(1, 0, 0.5, -0.5).map(inUnit) },
  preciseAcos: { wgsl: "preciseAcos(x)", truth: Math.acos, at: everywhere(1, 0.5, 0.99, -0.99).map(inUnit) },
  preciseSinh: { wgsl: "preciseSinh(x)", truth: Math.sinh, at: everywhere(80, 0, 0.35) },
  preciseCosh: { wgsl: "preciseCosh(x)", truth: Math.cosh, at: everywhere(80, 0) },
  preciseAsinh: { wgsl: "preciseAsinh(x)", truth: Math.asinh, at: everywhere(1e12, 0, 1, 1e9) },
  preciseAcosh: {
    wgsl: "preciseAcosh(x)",
    truth: Math.acosh,
    at: everywhere(1e12, 1, 2, 1e9).map((x) => Math.max(1, Math.abs(x))),
  },
  preciseAtanh: {
    wgsl: "preciseAtanh(x)",
    truth: Math.atanh,
    at: everywhere(0.999, 0, 0.5).map((x) => Math.min(Math.max(x, -0.9999), 0.9999)),
  },
  signedCube: { wgsl: "signedPow(x, 3.0)", truth: (x) => x ** 3, at: everywhere(100, 1), within: 1e-5 },
};

/** Values that the sums and products of a body rely on, exactly. */
const exact: Readonly<Record<string, readonly [wgsl: string, x: number, value: number]>> = {
  "e⁰ = 1": ["preciseExp(x)", 0, 1],
  "e^−huge = 0": ["preciseExp(x)", -largest, 0],
  "e^huge = ∞": ["preciseExp(x)", largest, Number.POSITIVE_INFINITY],
  "log 1 = 0": ["preciseLog(x)", 1, 0],
  "log1p(0) = 0": ["log1p(x)", 0, 0],
  "expm1(0) = 0": ["expm1(x)", 0, 0],
  "0·e^huge = 0": ["timesExp(0.0, x)", 1e30, 0],
  "tanh 0 = 0": ["preciseTanh(x)", 0, 0],
  "tanh huge = 1": ["preciseTanh(x)", 1e30, 1],
  "logCosh(0) = 0": ["logCosh(x)", 0, 0],
  "softplus(huge) is itself": ["softplus(x)", 1e30, Math.fround(1e30)],
  "0⁰ = 1": ["precisePow(x, 0.0)", 0, 1],
  "0^½ = 0": ["precisePow(x, 0.5)", 0, 0],
  "(−2)³ = −8": ["round(signedPow(x, 3.0) * 1e4) / 1e4", -2, -8],
  "(−2)^½ ends at 0": ["signedPow(x, 0.5)", -2, 0],
  "atan2(0, 0) = 0": ["preciseAtan2(x, 0.0)", 0, 0],
  "minmod of two signs": ["minmod(x, -1.0)", 2, 0],
  "minmod of one sign": ["minmod(x, -1.0)", -2, -1],
  "lowest is masked": ["select(0.0, 1.0, isMasked(x))", -largest, 1],
  "a large negative is not": ["select(0.0, 1.0, isMasked(x))", -1e38, 0],
  "the log of 0 is below every clamp": ["select(0.0, 1.0, preciseLog(x) < -104.0)", 0, 1],
};

const all: readonly (readonly [name: string, wgsl: string, at: Float32Array])[] = [
  ...Object.entries(subjects).map(([name, { wgsl, at }]) => [name, wgsl, at] as const),
  ...Object.entries(exact).map(([name, [wgsl, x]]) => [name, wgsl, Float32Array.of(x)] as const),
];
const found = new Map<string, Float32Array>();
let device: GPUDevice | undefined;

function module(): string {
  const cases = all.map(([, wgsl], i) => `    case ${i}u: { y = ${wgsl}; }`).join("\n");
  const main = `
@group(0) @binding(0) var<storage, read> at: array<f32>;
@group(0) @binding(1) var<storage, read_write> values: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y * ${points}u + id.x;
  let x = at[i];
  var y = 0.0;
  switch id.y {
${cases}
    default: {}
  }
  values[i] = y;
}
`;
  const text = { name: "main", text: main };
  return compose([...link(library, [text]), text]).code;
}

beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  device = await adapter?.requestDevice();
  if (!device) throw new Error("no WebGPU device in this test project");
  const input = new Float32Array(points * all.length).fill(1);
  for (const [i, [, , at]] of all.entries()) input.set(at, i * points);
  const size = input.byteLength;
  const { COPY_DST, COPY_SRC, MAP_READ, STORAGE } = GPUBufferUsage;
  const given = device.createBuffer({ size, usage: STORAGE | COPY_DST });
  const values = device.createBuffer({ size, usage: STORAGE | COPY_SRC });
  const read = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
  device.queue.writeBuffer(given, 0, input);
  device.pushErrorScope("validation");
  const pipeline = device.createComputePipeline({
    layout: "auto",
    compute: { module: device.createShaderModule({ code: module() }) },
  });
  const error = device.popErrorScope();
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [given, values].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(points / 64, all.length);
  pass.end();
  encoder.copyBufferToBuffer(values, 0, read, 0, size);
  device.queue.submit([encoder.finish()]);
  expect((await error)?.message).toBeUndefined();
  await read.mapAsync(GPUMapMode.READ);
  const output = new Float32Array(read.getMappedRange().slice(0));
  for (const [i, [name, , at]] of all.entries())
    found.set(name, output.slice(i * points, i * points + at.length));
});

afterAll(() => device?.destroy());

describe("shaders/lib", () => {
  it.each(Object.entries(subjects))("%s", (name, { truth, at, within = tolerance }) => {
    const values = found.get(name) as Float32Array;
    let worst = { error: 0, text: "" };
    for (const [i, x] of at.entries()) {
      const value = values[i] as number;
      const wanted = truth(x);
      // What no f32 holds is infinite; what is subnormal a device may flush to 0.
      if (Math.abs(wanted) > largest && value === Math.sign(wanted) * Number.POSITIVE_INFINITY) continue;
      if (Math.abs(wanted) < 2 * smallestNormal && Math.abs(value) < 3 * smallestNormal) continue;
      const relative = Math.abs(value - wanted) / Math.abs(wanted);
      const error = Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative;
      if (error > worst.error) worst = { error, text: `at ${x}: ${value} for ${wanted}` };
    }
    expect(worst.error, worst.text).toBeLessThan(within);
  });

  it.each(Object.entries(exact))("%s", (name, [, , value]) => {
    expect(found.get(name)?.[0]).toBe(value);
  });
});
