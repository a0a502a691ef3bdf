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
        "fn firstRow(group: u32, lane: u32) -> u32 { return group; }",
        "fn rowStride(groups: u32) -> u32 { return groups; }",
        "fn memberOf(lane: u32) -> u32 { return lane; }",
        "fn shareRow(lane: u32, mine: Folded) -> Folded { return foldWorkgroup(lane, mine); }",
        "",
      ].join("\n")
    : [
        "const MEMBERS = 1u;",
        "fn firstRow(group: u32, lane: u32) -> u32 { return group * WORKGROUP + lane; }",
        "fn rowStride(groups: u32) -> u32 { return groups * WORKGROUP; }",
        "fn memberOf(lane: u32) -> u32 { return 0u; }",
        "fn shareRow(lane: u32, mine: Folded) -> Folded { return mine; }",
        "",
      ].join("\n");
}

/** The body under the names by which the kernels call it. */
export function bodyText(name: string): string {
  return [
    `fn sequenceArriveBlank(stay: vec2f, one: vec2f) -> vec2f { return ${name}ArriveBlank(stay, one); }`,
    `fn sequenceArriveLabel(stay: vec2f, one: vec2f, two: vec2f) -> vec2f { return ${name}ArriveLabel(stay, one, two); }`,
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
export const cellsText = `${beforeText}fn cellAt(frame: u32, sequence: u32, first: u32) -> u32 {
  return frame * uniforms.rowCells + cellsBefore(sequence - uniforms.firstSequence, first);
}
fn borderAt(sequence: u32, first: u32, direction: u32) -> u32 {
  return direction * uniforms.allCells + cellsBefore(sequence, first);
}
`;
