/** Random numbers made on the device: 2²⁶ of them are slow to make in JavaScript. */

import { storageUsage } from "../../demo/bench/copy.js";
import { inputsOf } from "../../demo/bench/rows.js";

const bell = "(fraction(word) + fraction(word ^ 0x68bc21ebu) + fraction(word ^ 0x02e5be93u) - 1.5)";

/** An element of each kind of input, from a random word. */
const values = {
  wide: () => `5.0 * ${bell}`,
  normal: () => `2.0 * ${bell}`,
  small: () => `0.2 * ${bell}`,
  unit: () => "fraction(word)",
  binary: () => "f32(word & 1u)",
  label: ({ classes }) => `i32(word % ${classes}u)`,
  // The blank is 0.
  target: ({ classes }) => `i32(1u + word % ${classes - 1}u)`,
  length: ({ targets }) => `${targets}`,
};

const integers = ["label", "target", "length"];

/**
 * Fills a buffer.
 *
 * @param {GPUDevice} device
 * @param {GPUBuffer} buffer
 * @param {{ kind: keyof typeof values, count: number, classes?: number, targets?: number, seed: number }} what
 */
export async function fill(device, buffer, { kind, count, seed, ...sizes }) {
  const code = `
    @group(0) @binding(0) var<storage, read_write> data: array<${integers.includes(kind) ? "i32" : "f32"}>;
    fn mixed(x: u32) -> u32 {
      let a = x * 747796405u + 2891336453u;
      let b = ((a >> ((a >> 28u) + 4u)) ^ a) * 277803737u;
      return (b >> 22u) ^ b;
    }
    fn fraction(x: u32) -> f32 { return f32(mixed(x) >> 8u) * 0x1p-24f; }
    @compute @workgroup_size(64)
    fn fill(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
      for (var i = id.x; i < ${count}u; i += groups.x * 64u) {
        let word = mixed(i ^ mixed(${seed}u));
        data[i] = ${values[kind](sizes)};
      }
    }`;
  const module = device.createShaderModule({ code });
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer } }],
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(Math.min(1024, Math.ceil(count / 1024)));
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/**
 * The inputs of a row, in new buffers.
 *
 * @param {GPUDevice} device
 * @param {import("../../demo/bench/rows.js").Row} row
 * @param {number} set which of several, so that caches do not lie
 */
export async function fillInputs(device, row, set) {
  const buffers = {};
  for (const [i, { name, kind, shape }] of inputsOf(row).entries()) {
    const count = shape.reduce((product, axis) => product * axis, 1);
    buffers[name] = device.createBuffer({ label: name, size: 4 * count, usage: storageUsage });
    const { classes = row.shape.at(-1), targets } = row;
    await fill(device, buffers[name], { kind, count, classes, targets, seed: 1000 * set + i + 1 });
  }
  return buffers;
}
