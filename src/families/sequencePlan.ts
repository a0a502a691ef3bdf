import backwardStage from "../../shaders/families/sequenceBackward.wgsl?raw";
import latticeText from "../../shaders/families/sequenceLattice.wgsl?raw";
import lossStage from "../../shaders/families/sequenceLoss.wgsl?raw";
import rowsStage from "../../shaders/families/sequenceRows.wgsl?raw";
import sweepStage from "../../shaders/families/sequenceSweep.wgsl?raw";
import tableStage from "../../shaders/families/sequenceTable.wgsl?raw";
import { UnsupportedError } from "../errors.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest } from "../plan/plan.js";
import { isHalf } from "../tensor.js";
import type { Range } from "./frame.js";
import { Items } from "./items.js";
import type { SequenceDefinition } from "./sequence.js";
import { sequenceFault } from "./sequenceCheck.js";
import { beforeText, bodyText, cellsText, lengthsText, rowsText } from "./sequenceText.js";

/** Cells of a column that fit beside their successors into 16 KiB of workgroup memory. */
const mostCells = 1024;

/**
 * table → rows → sweep → loss → items, fold → sweep → backward.
 *
 * Memory: O(T·N) for the frames and O(N·S) for the columns where alpha and beta meet; with gradients 8 bytes for
 * each cell of the lattice, T·Σ(2S + 1). Where that is more than a binding holds, sequences take turns.
 */
export function planSequence(request: PlanRequest): Plan {
  return new SequencePlan(request).plan();
}

type Sizes = Readonly<Record<"frames" | "sequences" | "classes" | "targets" | "flat", number>>;

class SequencePlan {
  readonly #items: Items;
  readonly #request: PlanRequest;
  readonly #definition: SequenceDefinition;
  readonly #software: boolean;
  readonly #sizes: Sizes;
  /** Cells that a sequence may have, and those of all. */
  readonly #width: number;
  readonly #cells: number;

  constructor(request: PlanRequest) {
    this.#items = new Items(request);
    this.#request = request;
    this.#definition = request.definition as SequenceDefinition;
    this.#software = request.device.software;
    this.#sizes = this.#items.layout.sizes as Sizes;
    const { frames, targets, sequences, flat } = this.#sizes;
    // More labels than frames have no path, and need no cells.
    this.#width = 2 * Math.min(targets, frames) + 1;
    this.#cells = flat ? 2 * targets + sequences : sequences * this.#width;
  }

  plan(): Plan {
    const { frames, sequences, targets } = this.#sizes;
    const items = this.#items;
    const hasGradient = this.#request.gradients.length > 0;
    const blank = this.#request.params.blank as number;
    items.scratch("table", 16 * sequences);
    items.scratch("rows", 8 * frames * sequences);
    items.scratch("path", 4 * this.#cells);
    items.scratch("borders", 16 * this.#cells);
    items.scratch("wholes", 8 * sequences);
    if (hasGradient) items.scratch("sorted", 8 * sequences * (this.#sizes.flat ? 1 : targets) + 8 * targets);
    if (!this.#isOnChip()) items.scratch("columns", 32 * this.#cells);
    const ranges = hasGradient ? this.#ranges() : [];
    const [only] = ranges;
    const everything = { first: 0, count: sequences };
    const keepsAll = ranges.length === 1 && only !== undefined;
    items.inspect((name, shader) => sequenceFault(items, blank, name, shader));
    this.#table(hasGradient);
    this.#rows();
    this.#sweep("forward", everything, keepsAll, false);
    this.#loss();
    items.reduce();
    for (const range of ranges) {
      if (!keepsAll) this.#sweep("forward", range, true, false);
      this.#sweep("meet", range, true, true);
      this.#backward(range);
    }
    return items.finish();
  }

  /** Whether each loss is divided by the length of its target. */
  #averages(): number {
    return ["mean", "weightedMean"].includes(this.#request.reduction) ? 1 : 0;
  }

  /** In software large workgroup memory is no faster, and is cleared number by number in text that takes seconds to compile. */
  #isOnChip(): boolean {
    return this.#width <= (this.#software ? 64 : mostCells);
  }

  /** The sequences whose lattice fits a binding, turn by turn. */
  #ranges(): Range[] {
    const { frames, sequences, flat, targets } = this.#sizes;
    const { maxBindingSize } = this.#request.device;
    const each = 8 * frames * (flat ? this.#cells : this.#width);
    const fits = flat
      ? each <= maxBindingSize
        ? sequences
        : 0
      : Math.floor(maxBindingSize / Math.max(8, each));
    if (fits < 1 && sequences > 0) {
      throw new UnsupportedError(
        `${this.#definition.name}: the gradient of ${frames} frames with ${targets} targets${flat ? " of all sequences, flat," : ""} needs ${each} bytes in one binding, and this device has ${maxBindingSize}; ${flat ? "give targets padded, so that sequences can take turns, or fewer" : "give shorter"} sequences, or pass gradients: false.`,
      );
    }
    const ranges: Range[] = [];
    for (let first = 0; first < sequences; first += fits) {
      ranges.push({ first, count: Math.min(fits, sequences - first) });
    }
    const count = Math.max(1, ...ranges.map((range) => range.count));
    this.#items.scratch("lattice", 8 * frames * (flat ? this.#cells : count * this.#width));
    return ranges;
  }

  #field(shader: ShaderInterface, fields: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(fields)) shader.field(name, "u32", { u32: value });
  }

  #whole(shader: ShaderInterface, name: string, type: string, access: "read" | "read_write" = "read"): void {
    shader.storage(name, `array<${type}>`, this.#items.whole(name, access));
  }

  /** A kernel with the body and the lattice's rule, if it speaks of them. */
  #add(
    label: string,
    shader: ShaderInterface,
    text: string,
    stage: string,
    file: string,
    workgroups: number,
  ) {
    const { name, body } = this.#definition;
    const path = (own: string) => `shaders/families/sequence${own}.wgsl`;
    const isLattice = stage.includes("arriving(");
    this.#items.add({
      label,
      shader,
      texts: [
        { name: `${name}/${label} (generated)`, text },
        ...(/\bsequence(Emit|Loss|Slope)\b/.test(stage)
          ? [
              { name: `${name}/body (generated)`, text: bodyText(name) },
              { name: `shaders/losses/${name}.wgsl`, text: body },
            ]
          : []),
        ...(isLattice ? [{ name: path("Lattice"), text: latticeText }] : []),
      ],
      skeleton: { name: path(file), text: stage },
      workgroups: Math.max(1, Math.min(workgroups, this.#software ? 16 : 4096)),
    });
  }

  #table(sorts: boolean): void {
    const shader = new ShaderInterface();
    this.#field(shader, { ...this.#sizes, blank: this.#request.params.blank as number, width: this.#width });
    const text = [
      `const WORKGROUP = ${this.#software ? 16 : 64}u;`,
      `const SORTS = ${sorts};`,
      this.#items.read(shader, "targets"),
      lengthsText(this.#items, shader, ["inputLengths", "targetLengths"]),
      beforeText,
      `fn leaveSorted(at: u32, label: u32, place: u32) { ${sorts ? "sorted[at] = vec2u(label, place);" : ""} }`,
      "",
    ].join("\n");
    this.#whole(shader, "table", "vec4u", "read_write");
    this.#whole(shader, "path", "u32", "read_write");
    if (sorts) this.#whole(shader, "sorted", "vec2u", "read_write");
    this.#add("table", shader, text, tableStage, "Table", this.#sizes.sequences);
  }

  /** The workgroup of kernels over rows (frame, sequence), and how many groups there are. */
  #team(rows: number): { head: string; workgroups: number } {
    const together = !this.#software;
    const size = together ? (this.#sizes.classes <= 64 ? 64 : 256) : 16;
    return {
      head: `const WORKGROUP = ${size}u;\n${rowsText(together)}`,
      workgroups: together ? rows : Math.ceil(rows / size),
    };
  }

  #rows(): void {
    const shader = new ShaderInterface();
    const { frames, sequences, classes } = this.#sizes;
    this.#field(shader, { frames, sequences, classes });
    const { head, workgroups } = this.#team(frames * sequences);
    const text = head + this.#items.read(shader, "logits");
    this.#whole(shader, "table", "vec4u");
    this.#whole(shader, "rows", "vec2u", "read_write");
    this.#add("rows", shader, text, rowsStage, "Rows", workgroups);
  }

  #sweep(label: string, { first, count }: Range, keeps: boolean, resumes: boolean): void {
    const shader = new ShaderInterface();
    const { sequences, classes, flat } = this.#sizes;
    const capacity = [64, 256].find((cells) => this.#width <= cells) ?? mostCells;
    const rowCells = flat ? this.#cells : count * this.#width;
    const blank = this.#request.params.blank as number;
    this.#field(shader, { firstSequence: first, count, sequences, classes, blank });
    this.#field(shader, { width: this.#width, rowCells, allCells: this.#cells, flat });
    const text = [
      `const WORKGROUP = ${this.#software ? 4 : Math.min(256, capacity / 2)}u;`,
      `const RESUMES = ${resumes};`,
      this.#items.read(shader, "logits"),
      cellsText,
      this.#columnText(shader, capacity),
      `fn leaveBorder(at: u32, value: vec2f) { ${resumes ? "" : "borders[at] = value;"} }`,
      "fn leaveCell(sequence: u32, at: u32, arrived: vec2f, passed: vec2f) {",
      resumes
        ? "  lattice[at] = vec2f(scaledRatio(scaledTimes(arrived, lattice[at]), wholes[sequence]), 0.0);"
        : keeps
          ? "  lattice[at] = passed;"
          : "",
      "}",
      `fn isOpen(sequence: u32) -> bool { return ${resumes ? "wholes[sequence].x != 0.0" : "true"}; }`,
      "fn resume(border: u32, cells: u32, slot: u32, lane: u32) {",
      this.#isOnChip() ? "" : "  columnAt = border;",
      resumes
        ? "  for (var cell = lane; cell < cells; cell += WORKGROUP) { setColumn(slot, cell, borders[border + cell]); }\n  columnBarrier();"
        : "",
      "}",
      "",
    ].join("\n");
    this.#whole(shader, "table", "vec4u");
    this.#whole(shader, "path", "u32");
    this.#whole(shader, "rows", "vec2u");
    this.#whole(shader, "borders", "vec2f", resumes ? "read" : "read_write");
    if (keeps) this.#whole(shader, "lattice", "vec2f", "read_write");
    if (resumes) this.#whole(shader, "wholes", "vec2f");
    this.#add(label, shader, text, sweepStage, "Sweep", 2 * count);
  }

  /** The column that is walked, and the one before: in workgroup memory, or behind each other in scratch. */
  #columnText(shader: ShaderInterface, capacity: number): string {
    const isOnChip = this.#isOnChip();
    if (!isOnChip) this.#whole(shader, "columns", "vec2f", "read_write");
    // Borders of the two directions lie apart by all cells, so two of each take twice that.
    const place = isOnChip ? `slot * ${capacity}u + cell` : "slot * 2u * uniforms.allCells + columnAt + cell";
    return [
      isOnChip ? `var<workgroup> columns: array<vec2f, ${2 * capacity}>;` : "var<private> columnAt: u32;",
      `fn previous(slot: u32, cell: u32) -> vec2f { return columns[${place}]; }`,
      `fn setColumn(slot: u32, cell: u32, value: vec2f) { columns[${place}] = value; }`,
      `fn columnBarrier() { ${isOnChip ? "workgroupBarrier" : "storageBarrier"}(); }`,
    ].join("\n");
  }

  #loss(): void {
    const shader = new ShaderInterface();
    const { sequences, flat } = this.#sizes;
    const { params } = this.#request;
    this.#field(shader, { sequences, firstSequence: 0, width: this.#width });
    this.#field(shader, { rowCells: this.#cells, allCells: this.#cells, flat });
    this.#field(shader, { averages: this.#averages(), zeroInfinity: params.zeroInfinity ? 1 : 0 });
    const text = [`const WORKGROUP = ${this.#software ? 16 : 64}u;`, cellsText].join("\n");
    this.#whole(shader, "table", "vec4u");
    this.#whole(shader, "path", "u32");
    this.#whole(shader, "rows", "vec2u");
    this.#whole(shader, "borders", "vec2f");
    this.#whole(shader, "wholes", "vec2f", "read_write");
    this.#items.losses(shader, "read_write");
    this.#add("loss", shader, text, lossStage, "Loss", sequences);
  }

  #backward({ first, count }: Range): void {
    const shader = new ShaderInterface();
    const { frames, sequences, classes, flat } = this.#sizes;
    const { inPlace, gradientDtypes, params } = this.#request;
    const rowCells = flat ? this.#cells : count * this.#width;
    this.#field(shader, { frames, sequences, classes, firstSequence: first, count });
    this.#field(shader, { width: this.#width, rowCells, allCells: this.#cells, flat });
    this.#field(shader, { blank: params.blank as number, averages: this.#averages() });
    // In place one binding serves both: a thread reads just the logit that it overwrites.
    const isShared = inPlace.includes("logits") && !isHalf(gradientDtypes.logits ?? "f32");
    const { head, workgroups } = this.#team(frames * count);
    const text = [
      head,
      isShared
        ? "fn read_logits(element: u32) -> u32 { return gradient_logits[element]; }"
        : this.#items.read(shader, "logits"),
      this.#items.gradient(shader, "logits"),
      cellsText,
    ].join("\n");
    this.#whole(shader, "table", "vec4u");
    this.#whole(shader, "rows", "vec2u");
    this.#whole(shader, "lattice", "vec2f");
    this.#whole(shader, "sorted", "vec2u");
    this.#whole(shader, "wholes", "vec2f");
    this.#items.pulls(shader);
    this.#add("backward", shader, text, backwardStage, "Backward", workgroups);
  }
}
