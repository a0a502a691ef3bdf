import type { ShaderInterface } from "../plan/interface.js";
import type { Items } from "./items.js";

/** Declares `framesOf(sequence)` and `lengthOf(sequence)`: lengths as they are given; a negative one is a very large u32. */
export function lengthsText(items: Items, shader: ShaderInterface, names: readonly string[]): string {
  return names
    .map((name) => {
      const isGiven = items.given.includes(name);
      const read = isGiven ? items.read(shader, name) : "";
      const value = isGiven ? `read_${name}(sequence)` : "uniforms.frames";
      return `${read}fn ${name === "inputLengths" ? "framesOf" : "lengthOf"}(sequence: u32) -> u32 { return ${value}; }\n`;
    })
    .join("");
}

/** Who has which row (frame, sequence): a workgroup together one at a time, or every lane its own. */
export function rowsText(isTogether: boolean): string {
  return isTogether
    ? [
        "const MEMBERS = WORKGROUP;",
        "const WRITTEN_OUT = false;",
        "fn firstRow(group: u32, lane: u32) -> u32 { return group; }",
        "fn rowStride(groups: u32) -> u32 { return groups; }",
        "fn memberOf(lane: u32) -> u32 { return lane; }",
        "fn shareRow(lane: u32, mine: Folded) -> Folded { return foldWorkgroup(lane, mine); }",
        "",
      ].join("\n")
    : [
        "const MEMBERS = 1u;",
        "const WRITTEN_OUT = true;",
        "fn firstRow(group: u32, lane: u32) -> u32 { return group * WORKGROUP + lane; }",
        "fn rowStride(groups: u32) -> u32 { return groups * WORKGROUP; }",
        "fn memberOf(lane: u32) -> u32 { return 0u; }",
        "fn shareRow(lane: u32, mine: Folded) -> Folded { return mine; }",
        "",
      ].join("\n");
}

/**
 * `readFour(place) -> vec4u` of four neighbouring logits, and `storeFour(place, value, isNan)` of their slopes. The next
 * four lie at `place + FOUR`: software divides lane by lane, so places are counted on.
 *
 * @param vector rows are of whole quads, and bound by them
 */
export const readFourText = (vector: boolean): string =>
  [
    `const FOUR = ${vector ? 1 : 4}u;`,
    `const HAS_REST = ${!vector};`,
    `fn placeOf(element: u32) -> u32 { return ${vector ? "element / 4u" : "element"}; }`,
    `fn readFour(place: u32) -> vec4u { return ${
      vector ? "load_logits(place)" : `vec4u(${fours((k) => `read_logits(place + ${k}u)`).join(", ")})`
    }; }`,
    "",
  ].join("\n");

export const storeFourText = (vector: boolean): string =>
  `fn storeFour(place: u32, value: vec4f, isNan: bool) { ${
    vector
      ? "storeQuad_logits(place, value, isNan);"
      : fours((k) => `storeGradient_logits(place + ${k}u, value[${k}], isNan);`).join(" ")
  } }\n`;

/** Logits where their slopes will be. */
export const inPlaceText = (vector: boolean): string =>
  vector
    ? "fn load_logits(quad: u32) -> vec4u { return gradient_logits[quad]; }\nfn read_logits(element: u32) -> u32 { return gradient_logits[element / 4u][element % 4u]; }"
    : "fn read_logits(element: u32) -> u32 { return gradient_logits[element]; }";

const fours = (text: (k: number) => string): string[] => [0, 1, 2, 3].map(text);

/** The body under the names by which the kernels call it. */
export function bodyText(name: string): string {
  return [
    `fn sequenceArrive(stay: vec2f, onward: vec2f) -> vec2f { return ${name}Arrive(stay, onward); }`,
    `fn sequenceEmit(logit: f32, peak: f32) -> vec2f { return ${name}Emit(logit, peak); }`,
    `fn sequenceLoss(logs: f32, paths: vec2f) -> f32 { return ${name}Loss(logs, paths); }`,
    `fn sequenceSlope(probability: f32, share: f32) -> f32 { return ${name}Slope(probability, share); }`,
    "",
  ].join("\n");
}

/** Where the cells of a sequence begin among those of all. */
export const beforeText = `
fn cellsBefore(sequence: u32, first: u32) -> u32 {
  return select(sequence * uniforms.width, 2u * first + sequence, uniforms.flat == 1u);
}
`;

/** Where cells lie: sequences side by side, one column of them per frame. */
const columnsText = `
fn bordersBefore(sequence: u32, first: u32) -> u32 {
  return cellsBefore(sequence, first);
}
fn cellAt(frame: u32, sequence: u32, first: u32, labels: u32) -> u32 {
  return frame * uniforms.rowCells + cellsBefore(sequence - uniforms.firstSequence, first);
}
`;

/**
 * The same of columns in strips, a whole number of them behind a quad for the first blank: one sequence after the
 * other, each with all its frames. Of the lattice each direction has every second frame that it walks, `quadsAt`, the
 * one from the first slot on and the other from the last one back.
 */
const stripsText = `
fn bordersBefore(sequence: u32, first: u32) -> u32 {
  return sequence * uniforms.stripsWidth + select(0u, 2u * first, uniforms.flat == 1u);
}
fn stripCells(labels: u32) -> u32 {
  return uniforms.stripsWidth + select(0u, 2u * labels, uniforms.flat == 1u);
}
fn cellAt(frame: u32, sequence: u32, first: u32, labels: u32) -> u32 {
  return bordersBefore(sequence - uniforms.firstSequence, first) * uniforms.frames + frame * stripCells(labels);
}
`;

/** Where the way through a strip finds its quads of the lattice, and its shares. */
export const stripPlacesText = `
fn quadsAt(way: Way, walked: u32, direction: u32) -> u32 {
  let own = select(way.frames - 1u - walked, walked, direction == way.direction) / 2u;
  let slot = select(own, uniforms.slots - 1u - own, direction == 1u);
  let before = bordersBefore(way.sequence - uniforms.firstSequence, way.first);
  return (before * uniforms.slots + slot * stripCells(way.labels)) / 2u;
}
fn sharesAt(way: Way, walked: u32) -> u32 {
  return cellAt(frameAt(way, walked), way.sequence, way.first, way.labels) / 2u;
}
`;

/** `cellAt`, `borderAt`, and behind the borders `wholeAt`, where what all paths of a sequence come to is kept. */
export const cellsText = (inStrips: boolean): string => `${beforeText}${inStrips ? stripsText : columnsText}
fn borderAt(sequence: u32, first: u32, direction: u32) -> u32 {
  return direction * uniforms.allCells + bordersBefore(sequence, first)${inStrips ? " + 1u" : ""};
}
fn wholeAt(sequence: u32) -> u32 {
  return 2u * uniforms.allCells + sequence;
}
`;
