import type { Frame } from "./frame.js";
import type { RowGlue } from "./rowwiseGlue.js";
import { elementsBound } from "./rowwiseInputs.js";
import { entryArguments, entryParameters } from "./rowwiseItem.js";
import { eachUnit, isHeld, lanesOf } from "./rowwiseUnits.js";
import { isMaskedText, wordsText } from "./rowwiseWord.js";
import { quadOutput, type Stored } from "./storage.js";

/** Which rows of results a pass leaves: the losses under "none", then the outputs asked for. */
export function resultRegions(isNone: boolean, outputs: readonly string[]): string[] {
  return [...(isNone ? ["loss"] : []), ...outputs];
}

/**
 * Whether results go to a buffer of their range first: several would not fit the bindings, and those of a chunk, or of
 * long rows, begin anywhere.
 */
export function sharesResults({ request, startsAnywhere }: Frame): boolean {
  return request.outputs.length > 0 || (request.reduction === "none" && startsAnywhere);
}

/** Bytes of one region of the shared result buffer: regions begin at multiples of 256. */
export function regionBytes(count: number): number {
  return Math.ceil((4 * count) / 256) * 256;
}

/** Losses per row and extra outputs share one buffer where there are outputs; else the loss's own. */
export function declareResults(glue: RowGlue): void {
  const { frame, shader, walk, pass } = glue;
  const { request } = frame;
  const { layout } = walk;
  const { range } = pass;
  const isNone = request.reduction === "none";
  if (!pass.loss) return;
  const regions = resultRegions(isNone, request.outputs);
  if (regions.length === 0) return;
  if (!sharesResults(frame)) {
    frame.buffers.loss = { role: "loss", size: Math.max(4, 4 * layout.items) };
    const window = frame.window("loss", "f32", false, range.first, range.count);
    shader.storage("results", "array<u32>", { ...window, access: "read_write" });
  } else {
    const size = regions.length * regionBytes(range.count);
    const known = frame.buffers.results?.size ?? 0;
    frame.buffers.results = { role: "scratch", size: Math.max(known, size) };
    shader.storage("results", "array<u32>", { buffer: "results", offset: 0, size, access: "read_write" });
  }
  shader.field("region", "u32", { u32: regionBytes(range.count) / 4 });
}

/** Declares a gradient's buffer, `store_gradient_<name>`, and `old_<name>`, what stands there. */
export function gradientText(glue: RowGlue, name: string): string {
  const { frame, shader, walk, pass, storeOf } = glue;
  const { layout, vector } = walk;
  const store = storeOf(name);
  // Declared with the inputs.
  if (store === "inPlace") return "";
  const isWide = store === "scratch";
  const dtype = isWide ? "f32" : (frame.request.gradientDtypes[name] ?? "f32");
  const buffer = isWide ? `wide/${name}` : `gradient/${name}`;
  if (isWide) frame.buffers[buffer] = { role: "scratch", size: 4 * layout.items * layout.classes };
  const own = `gradient_${name}`;
  const { first, count } = elementsBound(walk, pass.range);
  const { binding, shift } = frame.part(shader, own, buffer, dtype, vector, first, count);
  const stored: Stored = {
    name: own,
    dtype,
    vector,
    binding: { ...binding, access: "read_write" },
    shift,
  };
  const data = `data_${own}`;
  if (vector) {
    const before = shift ? ` + ${shift} / 4u` : "";
    const old = `fn old_${name}(quad: u32) -> vec4u { return ${data}[quad${before}]; }\n`;
    return quadOutput(shader, stored) + (frame.request.accumulated.includes(name) ? old : "");
  }
  shader.storage(data, "array<u32>", stored.binding);
  const at = `${data}[element${shift ? ` + ${shift}` : ""}]`;
  return `fn store_${own}(element: u32, bits: u32) { ${at} = bits; }\nfn old_${name}(element: u32) -> u32 { return ${at}; }\n`;
}

/** The loss of a row, its outputs, and what the tally gets of it: one lane of the team does this. */
export function finishText(glue: RowGlue): string {
  const { frame, walk, pass, values, labels, perRow, checked } = glue;
  const rowChecked = checked.filter((name) => values.includes(name));
  const { request } = frame;
  const { definition } = walk;
  const { bodyName } = definition;
  const isNone = request.reduction === "none";
  const weightsGiven = request.inputs.weights !== undefined;
  const lines = [
    "fn finishRow(opened: Opened, whole: RowFold, isCounted: bool, isNan: bool, tally: ptr<function, Tally>) {",
  ];
  if (pass.loss) {
    lines.push(
      "  var value = 0.0;",
      `  if (isCounted && !isNan) { value = ${bodyName}Loss(whole.state, params(), opened.row); }`,
      "  let isInfinite = value >= largest && opened.weight != 0.0;",
      "  let weighed = select(value * opened.weight, 0.0, value >= largest);",
      "  (*tally).sum += weighed;",
      "  (*tally).counted += select(0u, 1u, isCounted);",
      "  (*tally).flags |= select(0u, 1u, isCounted && isNan) | select(0u, 2u, isInfinite);",
      ...rowChecked.flatMap((name) => [
        `  (*tally).faults_${name} += select(0u, whole.faults_${name}, isCounted);`,
        `  (*tally).first_${name} = min((*tally).first_${name}, select(0xffffffffu, whole.first_${name}, isCounted));`,
      ]),
      ...[
        [labels, "opened.labelFault"],
        ...perRow.map((name) => [name, `opened.fault_${name}`] as const),
        [weightsGiven ? "weights" : undefined, "opened.weightFault"],
      ].flatMap(([name, fault]) =>
        name && checked.includes(name)
          ? [
              `  if (isCounted && ${fault}) {`,
              `    (*tally).faults_${name}++;`,
              `    (*tally).first_${name} = min((*tally).first_${name}, uniforms.firstRow + opened.index);`,
              "  }",
            ]
          : [],
      ),
    );
    const regions = resultRegions(isNone, request.outputs);
    if (regions.includes("loss")) {
      lines.push(
        "  var lossBits = select(bitcast<u32>(weighed), infinityBits, isInfinite);",
        "  lossBits = select(lossBits, nanBits, isCounted && isNan);",
        ...(request.accumulateLoss
          ? [
              "  lossBits = accumulated(true, results[opened.index], weighed, isCounted && isNan, isInfinite);",
            ]
          : []),
        "  results[opened.index] = lossBits;",
      );
    }
    if (request.outputs.length > 0) {
      lines.push(
        `  var outputs: array<f32, ${definition.outputs.length}>;`,
        `  if (isCounted && !isNan) { outputs = ${bodyName}Outputs(whole.state, params(), opened.row); }`,
        ...request.outputs.map(
          (name) =>
            `  results[${regions.indexOf(name)}u * uniforms.region + opened.index] = select(bitcast<u32>(outputs[${definition.outputs.indexOf(name)}]), nanBits, isCounted && isNan);`,
        ),
      );
    }
  }
  lines.push("}", "");
  return lines.join("\n");
}

/** The slopes of a unit's items, stored: pulled by weight and scale, 0 where masked or not counted. */
export function slopeText(glue: RowGlue): string {
  const { walk, pass } = glue;
  const { bodyName } = walk.definition;
  const head =
    "fn slopeUnits(opened: Opened, whole: RowFold, member: u32, pull: f32, isCounted: bool, isNan: bool) {";
  if (pass.gradients.length === 0) return `${head}}\n`;
  const slopes = lanesOf(walk).map(
    ({ k, index }) => `  let slopes${k} = slopesOf(opened, whole, ${index}, ${entryArguments(glue, k)});`,
  );
  return [
    `fn slopesOf(opened: Opened, whole: RowFold, index: u32, ${entryParameters(glue)}) -> ${bodyName}Slopes {`,
    `  let item = itemOf(opened, index, ${entryArguments(glue)});`,
    `  return ${bodyName}Slope(whole.state, params(), opened.row, item);`,
    "}",
    "fn slopeUnit(opened: Opened, whole: RowFold, unit: u32, pull: f32, keep: u32, spoil: u32) {",
    wordsText(glue, "again"),
    isHeld(glue) ? "  let kept = keeps[unit];" : "",
    ...slopes,
    ...pass.gradients.map((name) => storeText(glue, name)),
    "}",
    head,
    // By bits, without a branch: a row that is not counted has no gradient, a NaN row no other than NaN.
    "  let keep = select(0u, 0xffffffffu, isCounted && !isNan);",
    "  let spoil = select(0u, nanBits, isNan);",
    eachUnit(glue, (unit) => `slopeUnit(opened, whole, ${unit}, pull, keep, spoil);`),
    "}",
    "",
  ].join("\n");
}

/** WGSL: whether an entry is masked. Where its row is held, what is kept of it says so, and its word need not stay. */
function outText(glue: RowGlue, name: string): string {
  const { vector } = glue.walk;
  return isHeld(glue) ? `(kept == ${vector ? "vec4f(0.0)" : "0.0"})` : isMaskedText(name, vector);
}

/** The slopes of one input stored, or added to what stands there. An entry that is masked has none, not even in a NaN row. */
function storeText(glue: RowGlue, name: string): string {
  const { frame, walk, storeOf, masks, maskable } = glue;
  const { vector } = walk;
  const [floats, words] = vector ? ["vec4f", "vec4u"] : ["f32", "u32"];
  const all = (bits: string): string => (vector ? `vec4u(${bits})` : bits);
  const slope = vector
    ? `vec4f(${["x", "y", "z", "w"].map((k) => `slopes${k}.${name}`).join(", ")})`
    : `slopes.${name}`;
  // A mask leaves out the entries of all inputs.
  const masking = maskable.includes(name) ? name : masks[0];
  const out = masking ? outText(glue, masking) : "";
  const unlessOut = (bits: string): string => (out ? `select(${bits}, ${all("0u")}, ${out})` : bits);
  const kept = `(bitcast<${words}>(${slope} * pull) & ${all("keep")})`;
  const stored = frame.request.accumulated.includes(name)
    ? `bitcast<${words}>(bitcast<${floats}>(${unlessOut(kept)}) + bitcast<${floats}>(old_${name}(at))) | ${unlessOut(all("spoil"))}`
    : unlessOut(`${kept} | ${all("spoil")}`);
  const target = storeOf(name) === "inPlace" ? `store_${name}` : `store_gradient_${name}`;
  return `  ${target}(at, ${stored}${vector ? ", 0xffffffffu" : ""});`;
}
