import backwardStage from "../../shaders/families/sequenceBackward.wgsl?raw";
import lanesStage from "../../shaders/families/sequenceBackwardLanes.wgsl?raw";
import runsSharesText from "../../shaders/families/sequenceRunsShares.wgsl?raw";
import sharesText from "../../shaders/families/sequenceShares.wgsl?raw";
import { UnsupportedError } from "../errors.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest } from "../plan/plan.js";
import { isHalf } from "../tensor.js";
import type { Range } from "./frame.js";
import { sequenceFault } from "./sequenceCheck.js";
import { SequenceSweeps } from "./sequenceSweeps.js";
import { inPlaceText, readFourText, storeFourText } from "./sequenceText.js";
import { backwardWork } from "./sequenceWork.js";

/**
 * table → rows → sweep → loss → items, fold → sweep → backward.
 *
 * Memory: O(T·N) for the frames and O(N·S) for the columns where alpha and beta meet; with gradients 8 bytes for
 * each cell of the lattice, T·Σ(2S + 1). Where lanes have runs of cells these are whole runs, 4 bytes for a cell and 2
 * for its share. Where that is more than a binding holds, sequences take turns.
 */
export function planSequence(request: PlanRequest): Plan {
  return new SequencePlan(request).plan();
}

class SequencePlan extends SequenceSweeps {
  plan(): Plan {
    const { frames, sequences, targets } = this.sizes;
    const items = this.items;
    const hasGradient = this.request.gradients.length > 0;
    const blank = this.request.params.blank as number;
    items.scratch("table", 16 * sequences);
    items.scratch("rows", 8 * frames * sequences);
    items.scratch("path", 4 * this.cells);
    items.scratch("borders", 16 * this.borderCells() + 8 * sequences);
    if (hasGradient) items.scratch("sorted", 8 * sequences * (this.sizes.flat ? 1 : targets) + 8 * targets);
    const { runs } = this;
    if (runs) items.scratch("sums", 16 * frames * sequences);
    else if (!this.isOnChip()) items.scratch("columns", 32 * this.cells);
    const ranges = hasGradient ? this.#ranges() : [];
    const [only] = ranges;
    const everything = { first: 0, count: sequences };
    const keepsAll = ranges.length === 1 && only !== undefined;
    items.inspect((name, shader) => sequenceFault(items, blank, name, shader));
    this.table(hasGradient);
    this.rows();
    this.sweep("forward", everything, keepsAll, false);
    this.loss();
    items.reduce();
    for (const range of ranges) {
      if (!keepsAll) this.sweep("forward", range, true, false);
      this.sweep("meet", range, true, true);
      this.#backward(range);
    }
    return items.finish();
  }

  /** The sequences whose lattice fits a binding, turn by turn. */
  #ranges(): Range[] {
    const { frames, sequences, flat, targets } = this.sizes;
    const { maxBindingSize } = this.request.device;
    const each = 8 * this.slots * this.rowCells(1);
    const fits = flat
      ? each <= maxBindingSize
        ? sequences
        : 0
      : Math.floor(maxBindingSize / Math.max(8, each));
    if (fits < 1 && sequences > 0) {
      throw new UnsupportedError(
        `${this.definition.name}: the gradient of ${frames} frames with ${targets} targets${flat ? " of all sequences, flat," : ""} needs ${each} bytes in one binding, and this device has ${maxBindingSize}; ${flat ? "give targets padded, so that sequences can take turns, or fewer" : "give shorter"} sequences, or pass gradients: false.`,
      );
    }
    const ranges: Range[] = [];
    for (let first = 0; first < sequences; first += fits) {
      ranges.push({ first, count: Math.min(fits, sequences - first) });
    }
    const count = Math.max(1, ...ranges.map((range) => range.count));
    this.items.scratch("lattice", 8 * this.slots * this.rowCells(count));
    if (this.runs) this.items.scratch("shares", 2 * frames * this.rowCells(count));
    return ranges;
  }

  #backward(range: Range): void {
    const { count } = range;
    const shader = new ShaderInterface();
    const { frames, sequences, classes } = this.sizes;
    const { inPlace, gradientDtypes, params } = this.request;
    const rowCells = this.rowCells(count);
    this.field(shader, { sequences, classes, count });
    this.field(shader, { blank: params.blank as number, averages: this.averages() });
    // In place one binding serves both: a thread reads just the logit that it overwrites.
    const isShared = inPlace.includes("logits") && !isHalf(gradientDtypes.logits ?? "f32");
    const { head, workgroups } = this.team(this.software ? Math.ceil(frames / 2) * count : frames * count);
    const vector = this.isQuads();
    const text = [
      head,
      isShared ? inPlaceText(vector) : this.items.read(shader, "logits", "logits", vector),
      this.items.gradient(shader, "logits", "logits", vector),
      readFourText(vector),
      storeFourText(vector),
      this.places(shader, range),
      this.runs ? runsSharesText : sharesText,
    ].join("\n");
    this.whole(shader, "table", "vec4u");
    this.whole(shader, "rows", "vec2u");
    if (this.runs) this.whole(shader, "shares", "f32");
    else this.whole(shader, "lattice", "vec2f");
    this.whole(shader, "sorted", "vec2u");
    if (this.runs) this.whole(shader, "sums", "vec4f");
    this.items.pulls(shader);
    const walked = { ...this.sizes, count, rowCells };
    const work = backwardWork(walked, this.runs ? undefined : 8 * this.width, isShared);
    const [stage, file] = this.software ? [lanesStage, "BackwardLanes"] : [backwardStage, "Backward"];
    this.add("backward", shader, text, stage, file, workgroups, work);
  }
}
