/**
 * The laws of a rowwise body, on the device: *empty is neutral*, *merge is associative to tolerance*, and
 * in whatever grouping a row is taken in, its loss and slopes are those of the float64 twin.
 *
 * The skeleton here is a test's own: one invocation per row, which builds the row's state in several
 * groupings. It includes the same structs, library and body that a real kernel does.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Loss, Params, RowwiseDefinition } from "../../src/definition.js";
import { definitionOf } from "../../src/definition.js";
import { library } from "../../src/families/library.js";
import { absent, classInputs, rowwiseStructs, stateWords } from "../../src/families/rowwiseStructs.js";
import * as losses from "../../src/losses/index.js";
import { compose, link, type ShaderText } from "../../src/plan/compose.js";
import { ShaderInterface } from "../../src/plan/interface.js";
import * as references from "../../src/reference/losses/index.js";
import type { RowReference } from "../../src/reference/shapes.js";
import type { LossCases } from "../cases/case.js";
import { flavours, givenSets, type HardRow, hardRow, kindsOf, paramsFor } from "../cases/hardRows.js";
import { isOfVectors } from "../cases/vectors.js";

const cases = import.meta.glob<Record<string, LossCases>>("../cases/losses/*.ts", { eager: true });

const rowwise = Object.entries(losses).flatMap(([name, make]) => {
  if (typeof make !== "function" || make.info.family !== "rowwise") return [];
  const twin = (references as Readonly<Record<string, unknown>>)[name] as RowReference;
  const own = cases[`../cases/losses/${name}.ts`]?.[name] as LossCases;
  const definition = (make as () => Loss)()[definitionOf] as RowwiseDefinition;
  const settings = own.variants.flatMap((variant) =>
    givenSets(definition, own.given).map((names) => ({ variant, names })),
  );
  return [{ name, make: make as (params: Params) => Loss, twin, definition, settings }];
});

const lowest = -3.4028234663852886e38;
const largest = 3.4028234663852886e38;

/** How a row's state is put together, by the grouping's number; `state` is the result. */
const groupings = {
  "one after the other": "for (var c = 0u; c < classes; c++) { state = taken(state, row, c); }",
  "from the left, merged":
    "for (var c = 0u; c < classes; c++) { state = merged(state, taken(empty(), row, c)); }",
  "from the right, merged":
    "for (var c = classes; c > 0u; c--) { state = merged(taken(empty(), row, c - 1u), state); }",
  "by threes, joined from the right": `for (var end = (classes + 2u) / 3u; end > 0u; end--) {
        var part = empty();
        for (var c = 3u * end - 3u; c < min(3u * end, classes); c++) { part = taken(part, row, c); }
        state = merged(part, state);
      }`,
  "in three strides, out of order": `var strides = array(empty(), empty(), empty());
      for (var c = 0u; c < classes; c++) { strides[c % 3u] = taken(strides[c % 3u], row, c); }
      state = merged(merged(strides[2], strides[0]), strides[1]);`,
  "empty merged in on the left": `for (var c = 0u; c < classes; c++) { state = taken(state, row, c); }
      state = merged(empty(), state);`,
  "empty merged in on the right": `for (var c = 0u; c < classes; c++) { state = taken(state, row, c); }
      state = merged(state, empty());`,
};
const groupingNames = Object.keys(groupings);

const listsOf = (definition: RowwiseDefinition, given: readonly string[]): string[] =>
  classInputs(definition).filter((name) => given.includes(name));

/** The fields of a state, word by word. */
const fieldsOf = (definition: RowwiseDefinition) =>
  Object.keys(definition.state).flatMap((field) =>
    stateWords(definition, field).map(({ from, type }) => ({
      field,
      name: from,
      type,
      word: type === "u32" ? `state.${from}` : `bitcast<u32>(state.${from})`,
    })),
  );

function bits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] as number;
}

/** `data`: for every row, its label, its numbers and class weights, then every list; `found`: for every row and grouping. */
function skeleton(definition: RowwiseDefinition, given: readonly string[]): string {
  const { bodyName: P } = definition;
  const lists = listsOf(definition, given);
  const perRow = definition.perRow.length;
  const numbers = definition.perRow
    .map((_, i) => `, bitcast<f32>(data[row * stride() + ${1 + i}u])`)
    .join("");
  const at = (list: number) =>
    `bitcast<f32>(data[row * stride() + ${1 + perRow}u + ${list + 1}u * uniforms.classes + c])`;
  const values = classInputs(definition).map((name) =>
    lists.includes(name)
      ? at(lists.indexOf(name))
      : definition.inputs[name] === "mask"
        ? absent(definition, name)
        : "select(0.0, 1.0, c == labelOf(row))",
  );
  const outputs = definition.outputs.length;
  const words = fieldsOf(definition).map(({ word }) => word);
  return `
fn stride() -> u32 { return ${1 + perRow}u + ${lists.length + 1}u * uniforms.classes; }
fn labelOf(row: u32) -> u32 { return data[row * stride()]; }
fn weightOf(row: u32, c: u32) -> f32 { return bitcast<f32>(data[row * stride() + ${1 + perRow}u + c]); }
fn itemOf(row: u32, c: u32) -> ${P}Item {
  return ${P}Item(c, ${values.join(", ")}, weightOf(row, c)${definition.holds ? ", 0.0" : ""});
}
fn rowOf(row: u32) -> ${P}Row {
  let label = labelOf(row);
  if (label == 0xffffffffu) { return ${P}Row(label, 0.0, 1.0, f32(uniforms.classes), 1.0${numbers}); }
  let c = label;
  return ${P}Row(label, ${at(0)}, weightOf(row, label), f32(uniforms.classes), 1.0${numbers});
}
fn empty() -> ${P}State { return ${P}Empty(); }
fn taken(state: ${P}State, row: u32, c: u32) -> ${P}State { return ${P}Take(state, params(), rowOf(row), itemOf(row, c)); }
fn merged(a: ${P}State, b: ${P}State) -> ${P}State { return ${P}Merge(a, b); }

@compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  if (row >= uniforms.rows) { return; }
  let classes = uniforms.classes;
  for (var grouping = 0u; grouping < ${groupingNames.length}u; grouping++) {
    var state = empty();
    switch grouping {
${Object.values(groupings)
  .map(
    (text, i) => `    ${i === groupingNames.length - 1 ? "default" : `case ${i}u`}: {\n      ${text}\n    }`,
  )
  .join("\n")}
    }
${
  definition.retakes
    ? `    var second = empty();
    for (var c = 0u; c < classes; c++) { second = ${P}Retake(second, state, params(), rowOf(row), itemOf(row, c)); }
    state = merged(state, second);`
    : ""
}
    var at = (row * ${groupingNames.length}u + grouping) * (${words.length + 1 + outputs}u + ${definition.gradients.length}u * classes);
${words.map((word, i) => `    found[at + ${i}u] = ${word};`).join("\n")}
    at += ${words.length}u;
    found[at] = bitcast<u32>(${P}Loss(state, params(), rowOf(row)));
${outputs ? `    let outputs = ${P}Outputs(state, params(), rowOf(row));\n    for (var i = 0u; i < ${outputs}u; i++) { found[at + 1u + i] = bitcast<u32>(outputs[i]); }` : ""}
    at += ${1 + outputs}u;
${definition.closes ? `    state = ${P}Close(state, params(), rowOf(row));` : ""}
    for (var c = 0u; c < classes; c++) {
      let slopes = ${P}Slope(state, params(), rowOf(row), itemOf(row, c));
${definition.gradients.map((name, i) => `      found[at + ${i}u * classes + c] = bitcast<u32>(slopes.${name});`).join("\n")}
    }
  }
}
`;
}

/** What came of one row in one grouping. */
interface Found {
  readonly state: Readonly<Record<string, number>>;
  readonly loss: number;
  readonly outputs: Readonly<Record<string, number>>;
  readonly slopes: Readonly<Record<string, readonly number[]>>;
}

let device: GPUDevice;

beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  device = (await adapter?.requestDevice()) as GPUDevice;
});
afterAll(() => device.destroy());

/** A compiled skeleton, and what its uniform block holds after the numbers of classes and rows. */
interface Kernel {
  readonly pipeline: GPUComputePipeline;
  readonly params: readonly string[];
}

async function kernelOf(
  definition: RowwiseDefinition,
  loss: Loss,
  names: readonly string[],
  given: readonly string[],
): Promise<Kernel> {
  const shader = new ShaderInterface();
  const nowhere = { buffer: "", offset: 0, size: 0 };
  shader.field("classes", "u32", { u32: 0 });
  shader.field("rows", "u32", { u32: 0 });
  shader.storage("data", "array<u32>", { ...nowhere, access: "read" });
  shader.storage("found", "array<u32>", { ...nowhere, access: "read_write" });
  const structs = rowwiseStructs(shader, definition, loss.params, given);
  const own: ShaderText[] = [
    { name: "structs", text: shader.text() + structs },
    { name: `shaders/losses/${definition.name}.wgsl`, text: definition.body },
    { name: "skeleton", text: skeleton(definition, names) },
  ];
  const { code } = compose([...link(library, own), ...own]);
  const module = device.createShaderModule({ code, label: definition.name });
  const { messages } = await module.getCompilationInfo();
  const errors = messages.filter(({ type }) => type === "error");
  expect(errors.map(({ message, lineNum }) => `${message}: ${code.split("\n")[lineNum - 1]}`)).toEqual([]);
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
  const params = shader.uniform.flatMap((field) => ("param" in field ? [field.param] : []));
  return { pipeline, params };
}

/** Runs rows of one length; the answer is by row, then by grouping. */
async function run(
  { pipeline, params }: Kernel,
  definition: RowwiseDefinition,
  given: readonly string[],
  loss: Loss,
  rows: readonly HardRow[],
): Promise<Found[][]> {
  const classes = rows[0]?.classes ?? 0;
  const lists = listsOf(definition, given);
  const weights = (loss.params[definition.perClass ?? ""] ?? []) as readonly number[];
  const data = rows.flatMap(({ values, numbers, label }) => [
    label ?? 0xffffffff,
    ...definition.perRow.map((name) => bits(numbers[name] as number)),
    ...Array.from({ length: classes }, (_, c) => bits(Array.isArray(weights) ? (weights[c] ?? 1) : 1)),
    ...lists.flatMap((name) => Array.from(values[name] as Float64Array, (v) => bits(Math.max(v, lowest)))),
  ]);
  const names = fieldsOf(definition);
  const words = names.length + 1 + definition.outputs.length + definition.gradients.length * classes;
  const size = 4 * words * groupingNames.length * rows.length;
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ, UNIFORM } = GPUBufferUsage;
  const input = device.createBuffer({ size: 4 * data.length, usage: STORAGE | COPY_DST });
  const found = device.createBuffer({ size, usage: STORAGE | COPY_SRC });
  const numbers = definition.numbers(loss.params);
  const block = Uint32Array.of(
    classes,
    rows.length,
    ...params.map((param) => bits(numbers[param] as number)),
  );
  const uniforms = device.createBuffer({ size: block.byteLength, usage: UNIFORM | COPY_DST });
  const read = device.createBuffer({ size, usage: MAP_READ | COPY_DST });
  device.queue.writeBuffer(input, 0, Uint32Array.from(data));
  device.queue.writeBuffer(uniforms, 0, block);
  const bindings = [uniforms, input, found].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: bindings }));
  pass.dispatchWorkgroups(Math.ceil(rows.length / 4));
  pass.end();
  encoder.copyBufferToBuffer(found, 0, read, 0, size);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  const raw = read.getMappedRange().slice(0);
  for (const buffer of [input, found, uniforms, read]) buffer.destroy();

  const floats = new Float32Array(raw);
  const whole = new Uint32Array(raw);
  return rows.map((_, row) =>
    groupingNames.map((_, grouping): Found => {
      const at = (row * groupingNames.length + grouping) * words;
      const after = at + names.length;
      const slopesAt = after + 1 + definition.outputs.length;
      return {
        state: Object.fromEntries(
          names.map(({ name, type }, i) => [name, (type === "u32" ? whole : floats)[at + i] as number]),
        ),
        loss: floats[after] as number,
        outputs: Object.fromEntries(
          definition.outputs.map((name, i) => [name, floats[after + 1 + i] as number]),
        ),
        slopes: Object.fromEntries(
          definition.gradients.map((name, i) => [
            name,
            Array.from(floats.subarray(slopesAt + i * classes, slopesAt + (i + 1) * classes)),
          ]),
        ),
      };
    }),
  );
}

/**
 * Slopes and losses are held to 1e-5 of themselves, and to this where they are the small difference of
 * larger numbers, whose rounding f32 cannot do without: p − t for soft targets, log t − log p. Below 1e-37
 * an f32 loses digits, and then everything.
 */
function floorOf(row: HardRow, figures: readonly number[]): number {
  const { targets, logProbabilities } = row.values;
  const size = (list: Float64Array | undefined) =>
    Math.max(0, ...Array.from(list ?? [], (v) => (Number.isFinite(v) ? Math.abs(v) : 0)));
  const parts = 2.5 * size(targets) + size(logProbabilities);
  return Math.max(2e-7 * Math.max(parts, ...figures.map(Math.abs)), 1e-37);
}

/** The terms of a loss that is the difference of larger ones: a triplet's two distances, whatever their norm. */
function termsOf({ name }: Loss, { values }: HardRow): readonly number[] {
  if (name !== "triplet") return [];
  const { anchor, ...others } = values;
  return Object.values(others).map((other) =>
    other.reduce((sum, x, i) => sum + Math.abs(x - (anchor?.[i] as number)), 0),
  );
}

/** A body says +Infinity by the largest number. */
const asLoss = (value: number): number => (value === largest ? Number.POSITIVE_INFINITY : value);

function close(found: number, wanted: number, floor: number): boolean {
  return found === wanted || Math.abs(found - wanted) <= 1e-5 * Math.abs(wanted) + floor;
}

describe.each(rowwise)("$name", ({ make, twin, definition, settings }) => {
  it.each(settings)("obeys the laws: $variant, $names", async ({ variant, names }) => {
    const given = [...names, ...definition.outputs.map((output) => `output:${output}`)];
    const kernel = await kernelOf(definition, make(paramsFor(variant, 7)), names, given);
    const complaints: string[] = [];
    for (const classes of [1, 2, 3, 7, 40]) {
      const loss = make(paramsFor(variant, classes));
      const kinds = kindsOf(loss);
      // Distances that are sums tie only as far as their rounding.
      const ties = isOfVectors(definition) ? [] : ["tied" as const];
      const rows = [...flavours, ...ties].map((flavour, i) =>
        hardRow(loss, names, classes, flavour, 1000 * classes + i),
      );
      const answers = await run(kernel, definition, names, loss, rows);
      for (const [r, row] of rows.entries()) {
        const [sequential, ...others] = answers[r] as [Found, ...Found[]];
        const carried = definition.carried(loss.params, given);
        const wanted = twin(loss.params, row);
        const plain = wanted.plain?.value ?? 0;
        const say = (text: string) => complaints.push(`${classes} classes, ${row.flavour}: ${text}`);
        for (const [g, found] of [sequential, ...others].entries()) {
          const grouping = groupingNames[g] as string;
          if (grouping.startsWith("empty")) {
            for (const { field, name } of fieldsOf(definition)) {
              if (!carried.includes(field) || found.state[name] === sequential.state[name]) continue;
              say(`${grouping}: ${name} is ${found.state[name]}, was ${sequential.state[name]}`);
            }
          }
          const value = wanted.value + plain;
          if (!close(asLoss(found.loss), value, floorOf(row, termsOf(loss, row)))) {
            say(`${grouping}: loss ${found.loss}, the twin says ${value}`);
          }
          for (const [output, figure] of Object.entries(wanted.outputs ?? {})) {
            if (close(found.outputs[output] as number, figure, 1e-6)) continue;
            say(`${grouping}: ${output} ${found.outputs[output]}, the twin says ${figure}`);
          }
          for (const [input, slopes] of Object.entries(wanted.gradients)) {
            const all = Array.from(slopes, (slope, c) => slope + (wanted.plain?.gradients[input]?.[c] ?? 0));
            const floor = floorOf(row, all);
            for (const [c, slope] of all.entries()) {
              const isMasked =
                row.values.mask?.[c] === 0 ||
                (kinds[input] === "logits" && row.values[input]?.[c] === Number.NEGATIVE_INFINITY);
              if (isMasked || close(found.slopes[input]?.[c] as number, slope, floor)) continue;
              say(`${grouping}: slope of ${input}[${c}] ${found.slopes[input]?.[c]}, the twin says ${slope}`);
            }
          }
        }
      }
    }
    expect(complaints).toEqual([]);
  });
});
