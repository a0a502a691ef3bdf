/** The yardstick: a kernel that moves as many bytes as the loss must, and computes nothing. */
import { elementsOf, trafficOf } from "./rows.js";

/** STORAGE | COPY_SRC | COPY_DST, by number: Node has no such globals. */
export const storageUsage = 0x80 | 0x4 | 0x8;

/** Grids to try; the fastest is the yardstick. `groups` 0: as many as there are vectors. */
const grids = [
  { size: 16, groups: 16, order: "striped" },
  { size: 64, groups: 16, order: "striped" },
  { size: 16, groups: 16, order: "blocked" },
  { size: 64, groups: 64, order: "striped" },
  { size: 256, groups: 1024, order: "striped" },
  { size: 256, groups: 4096, order: "striped" },
  { size: 256, groups: 0, order: "striped" },
];

/** Its arrays have lengths: software asks for those of others before every access. */
function code(reads, vectors, { size, order }) {
  const inputs = Array.from({ length: reads }, (_, i) => `in${i}`);
  const declared = inputs.map(
    (name, i) => `@group(0) @binding(${i}) var<storage, read> ${name}: array<vec4f, ${vectors}>;`,
  );
  return `${declared.join("\n")}
@group(0) @binding(${reads}) var<storage, read_write> result: array<vec4f, ${vectors}>;
@compute @workgroup_size(${size})
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let threads = groups.x * ${size}u;
  let own = (${vectors}u + threads - 1u) / threads;
  ${
    order === "striped"
      ? `for (var i = id.x; i < ${vectors}u; i += threads) {`
      : `for (var i = id.x * own; i < min(${vectors}u, (id.x + 1u) * own); i += 1u) {`
  }
    result[i] = ${inputs.map((name) => `${name}[i]`).join(" + ")};
  }
}`;
}

/**
 * Copies of the traffic of a row on a device, in the fastest grid.
 *
 * @param {GPUDevice} device
 * @param {import("./rows.js").Row} row
 * @param {readonly (readonly GPUBuffer[])[]} sets the full-sized inputs, per set
 */
export async function makeCopy(device, row, sets) {
  const vectors = Math.floor(elementsOf(row) / 4);
  const { reads, bytes } = trafficOf(row);
  const most = device.limits.maxComputeWorkgroupsPerDimension;
  const result = device.createBuffer({ label: "copy", size: 16 * vectors, usage: storageUsage });

  const make = async (grid) => {
    const module = device.createShaderModule({ code: code(reads, vectors, grid) });
    const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
    const layout = pipeline.getBindGroupLayout(0);
    const groups = sets.map((buffers) =>
      device.createBindGroup({
        layout,
        entries: [...buffers, result].map((buffer, binding) => ({ binding, resource: { buffer } })),
      }),
    );
    const workgroups = Math.min(most, grid.groups || Math.ceil(vectors / grid.size));
    const encode = (encoder, set) => {
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, groups[set % groups.length]);
      pass.dispatchWorkgroups(workgroups);
      pass.end();
    };
    return { name: `${workgroups} × ${grid.size}, ${grid.order}`, encode };
  };

  const tried = await Promise.all(grids.map(make));
  const fastest = tried.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 5; round++) {
    for (const [i, { encode }] of tried.entries()) {
      fastest[i] = Math.min(fastest[i], await timeSubmit(device, encode, 1, round));
    }
  }
  const best = tried[fastest.indexOf(Math.min(...fastest))];
  return { name: best.name, bytes, encode: best.encode, destroy: () => result.destroy() };
}

/**
 * Milliseconds per step of `steps` steps in one submit, until the queue is empty.
 *
 * @param {GPUDevice} device
 * @param {(encoder: GPUCommandEncoder, set: number) => void} encode
 * @param {number} steps
 * @param {number} set of the first step
 */
export async function timeSubmit(device, encode, steps, set) {
  const start = performance.now();
  const encoder = device.createCommandEncoder();
  for (let step = 0; step < steps; step++) encode(encoder, set + step);
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return (performance.now() - start) / steps;
}
