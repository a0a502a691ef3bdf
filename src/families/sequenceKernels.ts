import columnText from "../../shaders/families/sequenceColumn.wgsl?raw";
import frameText from "../../shaders/families/sequenceFrame.wgsl?raw";
import latticeText from "../../shaders/families/sequenceLattice.wgsl?raw";
import lossStage from "../../shaders/families/sequenceLoss.wgsl?raw";
import rowsStage from "../../shaders/families/sequenceRows.wgsl?raw";
import tableStage from "../../shaders/families/sequenceTable.wgsl?raw";
import wayText from "../../shaders/families/sequenceWay.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import type { PlanRequest, Work } from "../plan/plan.js";
import type { Range } from "./frame.js";
import { Items } from "./items.js";
import type { SequenceDefinition } from "./sequence.js";
import { beforeText, bodyText, cellsText, lengthsText, readFourText, rowsText } from "./sequenceText.js";

/** Cells of a column that fit beside their successors into 16 KiB of workgroup memory. */
export const mostCells = 1024;

/** Pairs that a lane holds in registers, at most. */
const mostRun = 12;

const fours = (count: number): Work["calls"] => ({ takeFour: count, mergeFolded: count });

type Sizes = Readonly<Record<"frames" | "sequences" | "classes" | "targets" | "flat", number>>;

/** The kernels of sequences that are there with gradients and without, and what all kernels have in common. */
export class SequenceKernels {
  protected readonly items: Items;
  protected readonly request: PlanRequest;
  protected readonly definition: SequenceDefinition;
  protected readonly software: boolean;
  protected readonly sizes: Sizes;
  /** Runs of columns in registers, where that is how they are walked. */
  protected readonly runs: { readonly run: number; readonly isLong: boolean } | undefined;
  /** Cells of the strips that a sequence may have, of flat targets those that each takes beyond its own. */
  protected readonly stripsWidth: number;
  /** Frames of the lattice: of runs each direction keeps every second one that it walks. */
  protected readonly slots: number;
  /** Cells that a sequence may have, and those of all. */
  protected readonly width: number;
  protected readonly cells: number;

  constructor(request: PlanRequest) {
    this.items = new Items(request);
    this.request = request;
    this.definition = request.definition as SequenceDefinition;
    this.software = request.device.software;
    this.sizes = this.items.layout.sizes as Sizes;
    const { frames, targets, sequences, flat } = this.sizes;
    // More labels than frames have no path, and need no cells.
    this.width = 2 * Math.min(targets, frames) + 1;
    this.cells = flat ? 2 * targets + sequences : sequences * this.width;
    // A label and the blank behind it are a pair; the first blank has a quad of its own.
    const pairs = Math.max(1, (this.width - 1) / 2);
    const usual = flat ? Math.max(1, Math.min(pairs, Math.ceil(targets / Math.max(1, sequences)))) : pairs;
    const run = Math.ceil(usual / (4 * Math.ceil(usual / (4 * mostRun))));
    this.runs =
      this.software && request.device.subgroupSize === 4 ? { run, isLong: pairs > 4 * run } : undefined;
    this.stripsWidth = 8 * run * (flat ? 1 : Math.ceil(pairs / (4 * run))) + 2;
    this.slots = this.runs ? Math.floor(frames / 2) + 1 : frames;
  }

  /** Cells of a frame, of so many sequences, as the lattice has them; of flat targets those of all. */
  protected rowCells(count: number): number {
    const { flat, targets, sequences } = this.sizes;
    if (this.runs) return flat ? 2 * targets + sequences * this.stripsWidth : count * this.stripsWidth;
    return flat ? this.cells : count * this.width;
  }

  /** Whether each loss is divided by the length of its target. */
  protected averages(): number {
    return ["mean", "weightedMean"].includes(this.request.reduction) ? 1 : 0;
  }

  /** In software large workgroup memory is no faster, and is cleared number by number in text that takes seconds to compile. */
  protected isOnChip(): boolean {
    return this.width <= (this.software ? 64 : mostCells);
  }

  /** Cells of the borders of one direction. */
  protected borderCells(): number {
    return this.runs ? this.rowCells(this.sizes.sequences) : this.cells;
  }

  /** Where the cells of some sequences lie, and the borders of all. */
  protected places(shader: ShaderInterface, { first, count }: Range): string {
    const { frames, flat } = this.sizes;
    this.field(shader, { frames, flat, firstSequence: first, width: this.width });
    this.field(shader, { rowCells: this.rowCells(count), stripsWidth: this.stripsWidth });
    this.field(shader, { allCells: this.borderCells(), slots: this.slots });
    return cellsText(this.runs !== undefined);
  }

  protected field(shader: ShaderInterface, fields: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(fields)) shader.field(name, "u32", { u32: value });
  }

  protected whole(
    shader: ShaderInterface,
    name: string,
    type: string,
    access: "read" | "read_write" = "read",
  ): void {
    shader.storage(name, `array<${type}>`, this.items.whole(name, access));
  }

  /** A kernel with the body and the lattice's rule, if it speaks of them. */
  protected add(
    label: string,
    shader: ShaderInterface,
    text: string,
    stage: string,
    file: string,
    workgroups: number,
    work: Work,
    subgroups = false,
  ) {
    const { name, body } = this.definition;
    const path = (own: string) => `shaders/families/sequence${own}.wgsl`;
    const isWay = stage.includes("wayOf(");
    const isLattice = stage.includes("halfOf(");
    const isColumn = stage.includes("arriving(");
    const isFrame = stage.includes("openFrame(");
    this.items.add({
      label,
      shader,
      texts: [
        { name: `${name}/${label} (generated)`, text },
        ...(isWay || isFrame || stage.includes("sequenceLoss(")
          ? [
              { name: `${name}/body (generated)`, text: bodyText(name) },
              { name: `shaders/losses/${name}.wgsl`, text: body },
            ]
          : []),
        ...(isWay || isColumn || isLattice ? [{ name: path("Lattice"), text: latticeText }] : []),
        ...(isColumn ? [{ name: path("Column"), text: columnText }] : []),
        ...(isWay ? [{ name: path("Way"), text: wayText }] : []),
        ...(isFrame ? [{ name: path("Frame"), text: frameText }] : []),
      ],
      skeleton: { name: path(file), text: stage },
      workgroups: Math.max(1, Math.min(workgroups, this.software ? 16 : 4096)),
      work,
      subgroups,
    });
  }

  protected table(sorts: boolean): void {
    const shader = new ShaderInterface();
    this.field(shader, { ...this.sizes, blank: this.request.params.blank as number, width: this.width });
    const text = [
      `const WORKGROUP = ${this.software ? 4 : 64}u;`,
      `const SORTS = ${sorts};`,
      this.items.read(shader, "targets"),
      lengthsText(this.items, shader, ["inputLengths", "targetLengths"]),
      beforeText,
      `fn leaveSorted(at: u32, label: u32, place: u32) { ${sorts ? "sorted[at] = vec2u(label, place);" : ""} }`,
      "",
    ].join("\n");
    this.whole(shader, "table", "vec4u", "read_write");
    this.whole(shader, "path", "u32", "read_write");
    if (sorts) this.whole(shader, "sorted", "vec2u", "read_write");
    this.add("table", shader, text, tableStage, "Table", this.sizes.sequences, {});
  }

  /** The workgroup of kernels over rows (frame, sequence), and how many groups there are. */
  protected team(rows: number): { head: string; workgroups: number } {
    const together = !this.software;
    const size = together ? (this.sizes.classes <= 64 ? 64 : 256) : 4;
    return {
      head: `const WORKGROUP = ${size}u;\n${rowsText(together)}`,
      workgroups: together ? rows : Math.ceil(rows / size),
    };
  }

  /** Whether lanes with rows of their own go through them by whole quads; of no numbers there is none to bind. */
  protected isQuads(): boolean {
    const { elements = 0 } = this.request.inputs.logits ?? {};
    return this.software && elements > 0 && this.sizes.classes % 4 === 0;
  }

  protected rows(): void {
    const shader = new ShaderInterface();
    const { frames, sequences, classes } = this.sizes;
    this.field(shader, { frames, sequences, classes });
    const { head, workgroups } = this.team(frames * sequences);
    const vector = this.isQuads();
    const text = head + this.items.read(shader, "logits", "logits", vector) + readFourText(vector);
    this.whole(shader, "table", "vec4u");
    this.whole(shader, "rows", "vec2u", "read_write");
    const numbers = frames * sequences * classes;
    const work = { calls: this.software ? fours(numbers / 4) : { mergeFolded: numbers } };
    this.add("rows", shader, text, rowsStage, "Rows", workgroups, work);
  }

  protected loss(): void {
    const shader = new ShaderInterface();
    const { sequences } = this.sizes;
    const { params } = this.request;
    this.field(shader, { sequences });
    this.field(shader, { averages: this.averages(), zeroInfinity: params.zeroInfinity ? 1 : 0 });
    const everything = { first: 0, count: sequences };
    const text = [`const WORKGROUP = ${this.software ? 4 : 64}u;`, this.places(shader, everything)].join(
      "\n",
    );
    this.whole(shader, "table", "vec4u", "read_write");
    this.whole(shader, "path", "u32");
    this.whole(shader, "rows", "vec2u");
    this.whole(shader, "borders", "vec2f", "read_write");
    this.items.losses(shader, "read_write");
    const pairs = (this.cells + sequences) / 2;
    const calls = {
      log1p: this.sizes.frames * sequences,
      arriving: pairs,
      joined: 2 * pairs,
      sequenceLoss: sequences,
    };
    this.add("loss", shader, text, lossStage, "Loss", sequences, { calls });
  }
}
