import skeleton from "../../shaders/families/rowwise.wgsl?raw";
import partSkeleton from "../../shaders/families/rowwisePart.wgsl?raw";
import type { RowwiseLayout } from "../check/layout.js";
import type { RowwiseDefinition } from "../definition.js";
import { UnsupportedError } from "../errors.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest } from "../plan/plan.js";
import { dtypeBytes, isHalf } from "../tensor.js";
import { cutRanges, Frame, gradientSpec, type Range } from "./frame.js";
import { inspectStreamed } from "./inspect.js";
import { pack } from "./pack.js";
import { countGlue } from "./rowwiseCount.js";
import { foldedWords } from "./rowwiseFold.js";
import { type GradientStore, type RowPass, type RowStage, rowwiseGlue } from "./rowwiseGlue.js";
import { labelsInput, type RowWalk, rowInputs } from "./rowwiseInputs.js";
import { partsOf, splitGrid } from "./rowwiseSplit.js";
import { countReads, rowWork } from "./rowwiseWork.js";
import { regionBytes, resultRegions, sharesResults } from "./rowwiseWrite.js";
import { checkedInputs, tallyFields, tallyText } from "./tally.js";

const maxStorageBuffers = 8;
const workgroupBytes = 16_384;

/** What a dispatch does of every range of rows. */
interface Pass extends Omit<RowPass, "range"> {
  readonly gradients: string[];
}

/** A rowwise loss → (count,) (parts and) kernel per range, fold, and what 16-bit gradients of odd rows need. */
export function planRowwise(request: PlanRequest): Plan {
  const definition = request.definition as RowwiseDefinition;
  const layout = request.layout as RowwiseLayout;
  const { reduction, params, gradients } = request;
  const given = [...Object.keys(request.inputs), ...request.outputs.map((name) => `output:${name}`)];
  const isMean = reduction === "mean" || reduction === "weightedMean";
  const kinds = { ...definition.inputs, ...definition.kinds?.(params) };
  const vector = layout.inner === 1 && layout.classes % 4 === 0;
  const walk: RowWalk = { definition, layout, kinds, vector, team: 1, given };
  const list = params[definition.perClass ?? ""];
  const names = [...Object.keys(definition.inputs), "weights"].filter((name) => request.inputs[name]);
  const maskable = names.some((name) => kinds[name] === "logits" || kinds[name] === "mask");
  const hasLabels = names.some((name) => kinds[name] === "labels");
  const counts =
    isMean &&
    !request.externalDivisor &&
    (hasLabels || maskable || (reduction === "weightedMean" && names.includes("weights")));
  const tally = tallyFields([], checkedInputs(request, names));
  const natural = counts ? undefined : isMean ? layout.items : 1;
  const frame = new Frame(request, tally, natural, Array.isArray(list) ? list : undefined);
  for (const name of names) frame.input(name);
  const lanes = longRowLanes(foldedWords(request, walk, rowInputs(frame, walk)));
  const { streamed } = request;
  // What is counted lies beside the rows, a word or less for each.
  const [ranges, counted] = streamed
    ? [
        cutRanges(layout.items, streamed.items, streamed.step),
        cutRanges(layout.items, request.device.maxBindingSize / 4, 128),
      ]
    : [rowRanges(request, layout, names), rowRanges(request, layout, names)];
  inspectStreamed(frame, tally, labelsInput(frame, walk));
  if (counts) {
    frame.count(
      counted,
      (shader, range) => [
        { name: `${definition.name}/labels (generated)`, text: countGlue(frame, shader, walk, range) },
      ],
      countReads(frame, walk),
    );
  }
  if (!request.divisorOnly) {
    frame.sweep(ranges, passes(), dispatch);
  }
  const known = hasLabels || maskable ? undefined : layout.items;
  frame.fold({ counted: known, summed: [], root: false, writesLoss: reduction !== "none" });
  if (!request.divisorOnly)
    for (const name of gradients)
      if (storeOf(name) === "scratch") pack(frame, name, layout.items * layout.classes);
  return frame.finish(known);

  /** 16-bit gradients are written directly where rows are whole words in quads, else packed afterwards. */
  function storeOf(name: string): GradientStore {
    if (isHalf(request.gradientDtypes[name] ?? "f32") && !vector) return "scratch";
    return request.inPlace.includes(name) ? "inPlace" : "own";
  }

  function passes(): Pass[] {
    const results = resultRegions(reduction === "none", request.outputs).length > 0 ? 1 : 0;
    const least = names.length + 1 + (request.scalePerItem ? 1 : 0);
    // Few long rows are shared by workgroups, where what they leave in parts can be bound as well.
    const rows = ranges[0]?.count ?? 0;
    const isSplit =
      !frame.software && partsOf(layout, rows, lanes) > 1 && least + 2 + results < maxStorageBuffers;
    const fixed = least + (isSplit ? 1 : 0);
    const ordered = [...gradients].sort(
      (a, b) => Number(storeOf(a) === "inPlace") - Number(storeOf(b) === "inPlace"),
    );
    const stage = isSplit ? "join" : "whole";
    const list: Pass[] = [{ stage, gradients: [], loss: true }];
    let bound = fixed + 1 + results;
    for (const name of ordered) {
      const cost = storeOf(name) === "inPlace" ? 0 : 1;
      if (bound + cost > maxStorageBuffers) {
        list.push({ stage, gradients: [], loss: false });
        bound = fixed;
      }
      list.at(-1)?.gradients.push(name);
      bound += cost;
    }
    if (!isSplit) return list;
    const sweeps: RowStage[] = definition.retakes ? ["take", "retake"] : ["take"];
    return [...sweeps.map((sweep) => ({ stage: sweep, gradients: [], loss: false })), ...list];
  }

  function dispatch(pass: Pass, range: Range): void {
    const { stage } = pass;
    const isPart = stage === "take" || stage === "retake";
    const { groups, workgroup, ...sharing } =
      stage === "whole"
        ? grid(frame, layout, range, lanes)
        : splitGrid(layout, range.count, lanes, isPart || pass.gradients.length > 0);
    const shader = new ShaderInterface();
    shader.field("items", "u32", { u32: range.count });
    shader.field("firstSlot", "u32", { u32: frame.slots });
    shader.field("firstRow", "u32", { u32: range.first % 2 ** 32 });
    const scale = frame.scale(shader);
    for (const name of pass.gradients) {
      if (storeOf(name) !== "inPlace") frame.buffers[`gradient/${name}`] ??= gradientSpec(request, name);
    }
    const glue = rowwiseGlue(frame, shader, { ...walk, ...sharing }, { ...pass, range }, storeOf);
    const isShared = pass.loss && sharesResults(request);
    if (isShared && reduction === "none" && request.accumulateLoss) {
      // The kernel adds to what stands in the shared buffer: what was there before.
      frame.steps.push({
        kind: "copy",
        from: { buffer: "loss", offset: 4 * range.first },
        to: { buffer: "results", offset: 0 },
        size: 4 * range.count,
      });
    }
    const head = [`const WORKGROUP = ${workgroup}u;`, tallyText(tally), shader.text(), scale, glue].join(
      "\n",
    );
    const label = `${frame.label}/${isPart ? stage : "kernel"}`;
    frame.steps.push({
      kind: "dispatch",
      label,
      module: frame.module(
        [
          { name: `${label} (generated)`, text: head },
          { name: `shaders/losses/${definition.bodyName}.wgsl`, text: definition.body },
        ],
        isPart
          ? { name: "shaders/families/rowwisePart.wgsl", text: partSkeleton }
          : { name: "shaders/families/rowwise.wgsl", text: skeleton },
      ),
      bindings: shader.bindings,
      uniform: shader.uniform,
      workgroups: groups,
      work: frame.work(rowWork(frame, walk, pass, range)),
    });
    if (!pass.loss) return;
    frame.slots += groups;
    if (!isShared) return;
    for (const [i, name] of resultRegions(reduction === "none", request.outputs).entries()) {
      const target = name === "loss" ? "loss" : `output/${name}`;
      const role = name === "loss" ? "loss" : "output";
      frame.buffers[target] = { role, size: Math.max(4, 4 * layout.items) };
      frame.steps.push({
        kind: "copy",
        from: { buffer: "results", offset: i * regionBytes(range.count) },
        to: { buffer: target, offset: 4 * range.first },
        size: 4 * range.count,
      });
    }
  }
}

/** Lanes of a GPU's workgroup that has a long row: as many as the memory has room for that every device gives it. */
function longRowLanes(words: number): number {
  return 4 * words * 256 <= workgroupBytes ? 256 : 128;
}

/** Few workgroups with long loops in software; on a GPU a workgroup per row once rows are long. */
function grid(
  frame: Frame,
  layout: RowwiseLayout,
  range: Range,
  lanes: number,
): { workgroup: number; team: number; groups: number } {
  const { classes, inner } = layout;
  if (frame.software) {
    const workgroup = 16;
    if (range.count < 32 && classes > 64)
      return { workgroup, team: workgroup, groups: Math.min(16, range.count) };
    return { workgroup, team: 1, groups: Math.max(1, Math.min(32, Math.ceil(range.count / workgroup))) };
  }
  if (classes <= 32 || (inner > 1 && range.count >= 4096)) {
    return { workgroup: 64, team: 1, groups: Math.max(1, Math.min(4096, Math.ceil(range.count / 64))) };
  }
  const workgroup = classes <= 1024 ? 64 : lanes;
  return { workgroup, team: workgroup, groups: Math.max(1, Math.min(8192, range.count)) };
}

/** Ranges of rows whose inputs fit a binding and begin where the device can bind. */
function rowRanges(request: PlanRequest, layout: RowwiseLayout, names: readonly string[]): Range[] {
  const { classes, inner, items } = layout;
  const { maxBindingSize } = request.device;
  const widest = Math.max(...names.map((name) => dtypeBytes(request.inputs[name]?.dtype ?? "f32")));
  const most = Math.floor(maxBindingSize / (classes * Math.max(4, widest)));
  // 128 rows begin at a multiple of 256 bytes in every dtype, labels too; slabs of several rows are cut between.
  const step = leastCommonMultiple(128, inner);
  if (items > most && step > most) {
    throw new UnsupportedError(
      `${request.definition.name}: ${step} rows of ${classes} classes do not fit one binding of ${maxBindingSize} bytes; compile fewer rows at a time, or use a device with larger bindings.`,
    );
  }
  return cutRanges(items, most, step);
}

function leastCommonMultiple(a: number, b: number): number {
  const divisor = (x: number, y: number): number => (y === 0 ? x : divisor(y, x % y));
  return (a / divisor(a, b)) * b;
}
