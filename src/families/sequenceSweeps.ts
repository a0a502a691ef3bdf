import forwardText from "../../shaders/families/sequenceForward.wgsl?raw";
import meetText from "../../shaders/families/sequenceMeet.wgsl?raw";
import runsStage from "../../shaders/families/sequenceRuns.wgsl?raw";
import sweepStage from "../../shaders/families/sequenceSweep.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import type { Range } from "./frame.js";
import { mostCells, SequenceKernels } from "./sequenceKernels.js";
import { runText } from "./sequenceRuns.js";
import { stripPlacesText } from "./sequenceText.js";
import type { RunTile } from "./sequenceTile.js";
import { runsWork, sweepWork } from "./sequenceWork.js";

/** The kernels that walk the lattice: columns in memory, by a workgroup, or in the registers of four lanes. */
export class SequenceSweeps extends SequenceKernels {
  /** Walks the lattice of some sequences: first until the directions meet, then on from there. */
  protected sweep(label: string, range: Range, keeps: boolean, resumes: boolean): void {
    if (this.runs) this.#sweepRuns(label, range, { ...this.runs, keeps, resumes });
    else this.#sweepColumns(label, range, keeps, resumes);
  }

  #sweepRuns(label: string, range: Range, tile: RunTile): void {
    const { count } = range;
    const shader = new ShaderInterface();
    const { keeps, resumes, isLong } = tile;
    const { sequences, classes } = this.sizes;
    const blank = this.request.params.blank as number;
    this.field(shader, { count, sequences, classes, blank });
    const text = [
      `const RESUMES = ${resumes};`,
      this.items.read(shader, "logits"),
      this.places(shader, range),
      stripPlacesText,
      runText(tile),
      resumes ? meetText : forwardText,
    ].join("\n");
    this.whole(shader, "table", "vec4u");
    this.whole(shader, "path", "u32");
    this.whole(shader, "rows", "vec2u");
    this.whole(shader, "borders", "vec2f", resumes ? "read" : "read_write");
    if (keeps) this.whole(shader, "lattice", "vec4f", resumes ? "read" : "read_write");
    if (resumes) this.whole(shader, "shares", "f32", "read_write");
    if (resumes || isLong) this.whole(shader, "sums", "vec4f", "read_write");
    const { elements = 0 } = this.request.inputs.logits ?? {};
    const rowCells = this.rowCells(count);
    const work = runsWork({ ...this.sizes, count, rowCells, elements }, tile);
    this.add(label, shader, text, runsStage, "Runs", 2 * count, work, true);
  }

  #sweepColumns(label: string, range: Range, keeps: boolean, resumes: boolean): void {
    const { count } = range;
    const shader = new ShaderInterface();
    const { sequences, classes } = this.sizes;
    const rowCells = this.rowCells(count);
    const capacity = [64, 256].find((cells) => this.width <= cells) ?? mostCells;
    const blank = this.request.params.blank as number;
    this.field(shader, { count, sequences, classes, blank });
    const text = [
      `const WORKGROUP = ${this.software ? 4 : Math.min(256, capacity / 2)}u;`,
      `const RESUMES = ${resumes};`,
      this.items.read(shader, "logits"),
      this.places(shader, range),
      this.#columnText(shader, capacity),
      `fn leaveBorder(at: u32, value: vec2f) { ${resumes ? "" : "borders[at] = value;"} }`,
      "fn leaveCell(sequence: u32, at: u32, arrived: vec2f, passed: vec2f) {",
      resumes
        ? "  lattice[at] = vec2f(scaledRatio(scaledTimes(arrived, lattice[at]), borders[wholeAt(sequence)]), 0.0);"
        : keeps
          ? "  lattice[at] = passed;"
          : "",
      "}",
      "fn resume(border: u32, cells: u32, slot: u32, lane: u32) {",
      this.isOnChip() ? "" : "  columnAt = border;",
      resumes
        ? "  for (var cell = lane; cell < cells; cell += WORKGROUP) { setColumn(slot, cell, borders[border + cell]); }\n  columnBarrier();"
        : "",
      "}",
      "",
    ].join("\n");
    this.whole(shader, "table", "vec4u");
    this.whole(shader, "path", "u32");
    this.whole(shader, "rows", "vec2u");
    this.whole(shader, "borders", "vec2f", resumes ? "read" : "read_write");
    if (keeps) this.whole(shader, "lattice", "vec2f", "read_write");
    const { elements = 0 } = this.request.inputs.logits ?? {};
    const work = sweepWork(
      { ...this.sizes, count, rowCells, elements },
      resumes,
      this.isOnChip() ? 0 : 4 * this.cells,
    );
    this.add(label, shader, text, sweepStage, "Sweep", 2 * count, work);
  }

  /** The column that is walked, and the one before: in workgroup memory, or behind each other in scratch. */
  #columnText(shader: ShaderInterface, capacity: number): string {
    const isOnChip = this.isOnChip();
    if (!isOnChip) this.whole(shader, "columns", "vec2f", "read_write");
    // Borders of the two directions lie apart by all cells, so two of each take twice that.
    const place = isOnChip ? `slot * ${capacity}u + cell` : "slot * 2u * uniforms.allCells + columnAt + cell";
    return [
      isOnChip ? `var<workgroup> columns: array<vec2f, ${2 * capacity}>;` : "var<private> columnAt: u32;",
      `fn previous(slot: u32, cell: u32) -> vec2f { return columns[${place}]; }`,
      `fn setColumn(slot: u32, cell: u32, value: vec2f) { columns[${place}] = value; }`,
      `fn columnBarrier() { ${isOnChip ? "workgroupBarrier" : "storageBarrier"}(); }`,
    ].join("\n");
  }
}
