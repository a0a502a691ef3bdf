import type { ShaderInterface } from "../plan/interface.js";
import type { Frame, Range } from "./frame.js";
import { foldText } from "./rowwiseFold.js";
import { gatherText, sweepsIn } from "./rowwiseGather.js";
import {
  declareLabels,
  declarePerRow,
  declareRows,
  labelsInput,
  type RowWalk,
  rowBaseText,
  rowInputs,
} from "./rowwiseInputs.js";
import { itemOfText } from "./rowwiseItem.js";
import { declareLooked } from "./rowwiseLook.js";
import { masksOf, type RowMasks } from "./rowwiseMask.js";
import { closeText, openText, retakeText } from "./rowwiseRead.js";
import { rowwiseStructs } from "./rowwiseStructs.js";
import { takeText } from "./rowwiseTake.js";
import { teamText } from "./rowwiseTeam.js";
import { isHeld, unitsOf } from "./rowwiseUnits.js";
import { declareResults, finishText, gradientText, slopeText } from "./rowwiseWrite.js";
import { seenInputs } from "./tally.js";
import { weightsText } from "./weights.js";

/**
 * What a dispatch does of a row: all, or, where workgroups share it, the first sweep over a part, the second, and what
 * is left to do when the parts are joined.
 */
export type RowStage = "whole" | "take" | "retake" | "join";

/** One dispatch: which gradients it writes, and whether it leaves losses, outputs and tallies. */
export interface RowPass {
  readonly stage: RowStage;
  readonly gradients: readonly string[];
  readonly loss: boolean;
  readonly range: Range;
}

/** Whether a dispatch reads the entries of rows: none where all is gathered and no slope is wanted. */
export function readsEntries({ stage, gradients }: Pick<RowPass, "stage" | "gradients">): boolean {
  return stage !== "join" || gradients.length > 0;
}

/** Where a gradient is written: its own buffer, its input's, or an f32 scratch to be packed. */
export type GradientStore = "own" | "inPlace" | "scratch";

/** What the pieces of generated text are made from. */
export interface RowGlue extends RowMasks {
  readonly frame: Frame;
  readonly shader: ShaderInterface;
  readonly walk: RowWalk;
  readonly pass: RowPass;
  readonly storeOf: (input: string) => GradientStore;
  /** The inputs given that have the class axis; the first is the one that labels point into. */
  readonly values: readonly string[];
  readonly labels: string | undefined;
  /** The inputs given that have one number per row. */
  readonly perRow: readonly string[];
  /** Inputs that `checkInputs` looks at. */
  readonly checked: readonly string[];
}

/** Everything between the skeleton and the body of a rowwise loss. */
export function rowwiseGlue(
  frame: Frame,
  shader: ShaderInterface,
  walk: RowWalk,
  pass: RowPass,
  storeOf: (input: string) => GradientStore,
): string {
  const { request } = frame;
  const { definition, layout, kinds } = walk;
  const { range } = pass;
  const values = rowInputs(frame, walk);
  const labels = labelsInput(frame, walk);
  const perRow = definition.perRow.filter((name) => request.inputs[name]);
  const hasWeights = request.inputs.weights !== undefined;
  const glue: RowGlue = {
    frame,
    shader,
    walk,
    pass,
    storeOf,
    values,
    labels,
    perRow,
    ...masksOf(values, kinds),
    checked: seenInputs(request, [
      ...values,
      ...(labels ? [labels] : []),
      ...perRow,
      ...(hasWeights ? ["weights"] : []),
    ]),
  };

  const reads = readsEntries(pass);
  shader.field("units", "u32", { u32: unitsOf(glue) });
  const out = [
    rowwiseStructs(shader, definition, request.params, walk.given, isHeld(glue)),
    rowBaseText(shader, walk, range),
    reads
      ? declareRows(
          frame,
          shader,
          walk,
          range,
          pass.gradients.filter((name) => storeOf(name) === "inPlace"),
        )
      : "",
    teamText(shader, walk),
  ];
  if (labels) {
    out.push(declareLabels(frame, shader, labels, range));
    if (walk.spans) out.push(declareLooked(frame, shader, walk, range));
    shader.field("ignoreIndex", "u32", { u32: Number(request.params.ignoreIndex) >>> 0 });
  }
  for (const name of perRow) out.push(declarePerRow(frame, shader, walk, name, range));
  out.push(weightsText(frame, shader, layout, range, "one"));
  shader.storage("side", "array<u32>", frame.side("read"));
  out.push(
    Array.isArray(request.params[definition.perClass ?? ""])
      ? `${frame.listText()}fn classNumber(index: u32) -> f32 { return listNumber(index); }\n`
      : "fn classNumber(index: u32) -> f32 { return 1.0; }\n",
  );
  if (pass.loss) shader.storage("tallies", "array<Tally>", frame.tallies("read_write"));
  if (request.scalePerItem) {
    frame.buffers.upstream = { role: "input", size: 4 * layout.items };
    const { first, count } = range;
    const { binding, shift } = frame.part(shader, "upstream", "upstream", "f32", false, first, count);
    shader.storage("upstream", "array<f32>", binding);
    out.push(`fn upstreamOf(row: u32) -> f32 { return upstream[row${shift ? ` + ${shift}` : ""}]; }\n`);
  }
  declareResults(glue);
  for (const name of pass.gradients) out.push(gradientText(glue, name));
  const sweeps = sweepsIn(pass.stage);
  out.push(
    foldText(glue),
    openText(glue),
    closeText(glue),
    sweeps.takes ? takeText(glue) : "",
    reads ? itemOfText(glue) : "",
    sweeps.retakes ? retakeText(glue) : "",
    gatherText(glue),
    finishText(glue),
    slopeText(glue),
  );
  return out.join("\n");
}
