import skeleton from "../../shaders/families/rowwise.wgsl?raw";
import partSkeleton from "../../shaders/families/rowwisePart.wgsl?raw";
import type { RowwiseLayout } from "../check/layout.js";
import type { RowwiseDefinition } from "../definition.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest } from "../plan/plan.js";
import { isHalf } from "../tensor.js";
import { cutRanges, Frame, gradientSpec, type Range } from "./frame.js";
import { inspectStreamed } from "./inspect.js";
import { pack } from "./pack.js";
import { countGlue } from "./rowwiseCount.js";
import { cutRows, cutStreamed } from "./rowwiseCut.js";
import { foldedWords } from "./rowwiseFold.js";
import { partBytes } from "./rowwiseGather.js";
import { type GradientStore, readsEntries, rowwiseGlue } from "./rowwiseGlue.js";
import { longRowLanes, partGrid, partsOf, type RowGrid, rowGrid } from "./rowwiseGrid.js";
import { labelsInput, type RowWalk, rowInputs } from "./rowwiseInputs.js";
import { look } from "./rowwiseLook.js";
import { type Pass, spanPasses, splitPasses, wholePasses } from "./rowwisePasses.js";
import { countReads, rowWork } from "./rowwiseWork.js";
import { regionBytes, resultRegions, sharesResults } from "./rowwiseWrite.js";
import { checkedInputs, tallyFields, tallyText } from "./tally.js";

/** A rowwise loss → (count,) (parts and) kernel per range, fold, and what 16-bit gradients of odd rows need. */
export function planRowwise(request: PlanRequest): Plan {
  const definition = request.definition as RowwiseDefinition;
  const layout = request.layout as RowwiseLayout;
  const { reduction, params, gradients } = request;
  const given = [...Object.keys(request.inputs), ...request.outputs.map((name) => `output:${name}`)];
  const isMean = reduction === "mean" || reduction === "weightedMean";
  const kinds = { ...definition.inputs, ...definition.kinds?.(params) };
  const vector = layout.inner === 1 && layout.classes % 4 === 0;
  const rows: RowWalk = { definition, layout, kinds, vector, team: 1, given };
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
  const words = foldedWords(request, rows, rowInputs(frame, rows));
  const lanes = longRowLanes(words);
  const { streamed } = request;
  const { ranges, spans, startsAnywhere } = streamed
    ? cutStreamed(streamed, layout)
    : cutRows(request, layout, names, partBytes(definition, words, false));
  frame.startsAnywhere ||= startsAnywhere;
  // What is counted of streamed rows lies beside them, a word or less for each.
  const counted = streamed ? cutRanges(layout.items, request.device.maxBindingSize / 4, 128) : ranges;
  const walk: RowWalk = spans.length > 0 ? { ...rows, spans } : rows;
  inspectStreamed(frame, tally, labelsInput(frame, walk));
  if (spans.length > 0 && ((hasLabels && !request.divisorOnly) || (counts && maskable))) {
    const spanned = spans.map((span) => ({ span, gradients: [] }));
    frame.sweep(ranges, spanned, ({ span }, range) => look(frame, { ...walk, span }, range));
  }
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
    const isBeside = spans.length > 0 && hasLabels;
    const asked = {
      gradients,
      storeOf,
      retakes: definition.retakes,
      bound: names.length + 1 + (request.scalePerItem ? 1 : 0) + (isBeside ? 1 : 0),
      hasResults: resultRegions(reduction === "none", request.outputs).length > 0,
    };
    if (spans.length > 0) return spanPasses(asked, spans);
    const isSplit = !frame.software && partsOf(layout, ranges[0]?.count ?? 0, lanes) > 1;
    return (isSplit ? splitPasses(asked) : undefined) ?? wholePasses(asked);
  }

  function gridOf(pass: Pass, count: number): RowGrid {
    if (pass.stage === "whole") return rowGrid(request.device, layout, count, lanes);
    const index = readsEntries(pass) ? (pass.span?.index ?? 0) : undefined;
    return partGrid(request.device, layout, spans, index, count, lanes);
  }

  function dispatch(pass: Pass, range: Range): void {
    const { stage, span } = pass;
    const isPart = stage === "take" || stage === "retake";
    const { groups, workgroup, ...sharing } = gridOf(pass, range.count);
    const shader = new ShaderInterface();
    shader.field("items", "u32", { u32: range.count });
    shader.field("firstSlot", "u32", { u32: frame.slots });
    shader.field("firstRow", "u32", { u32: range.first % 2 ** 32 });
    const scale = frame.scale(shader);
    for (const name of pass.gradients) {
      if (storeOf(name) !== "inPlace") frame.buffers[`gradient/${name}`] ??= gradientSpec(request, name);
    }
    const own: RowWalk = { ...walk, ...sharing, ...(span ? { span } : {}) };
    const glue = rowwiseGlue(frame, shader, own, { ...pass, range }, storeOf);
    const isShared = pass.loss && sharesResults(frame);
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
      work: frame.work(rowWork(frame, own, pass, range)),
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
