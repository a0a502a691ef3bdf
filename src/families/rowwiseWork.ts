import type { Work } from "../plan/plan.js";
import { dtypeBytes } from "../tensor.js";
import type { Frame, Range } from "./frame.js";
import type { RowPass } from "./rowwiseGlue.js";
import { classesBound, type RowWalk, rowInputs } from "./rowwiseInputs.js";
import { isHeld } from "./rowwiseUnits.js";
import { sweepsOf } from "./sweeps.js";

/**
 * What rows cost: a sweep that takes them, one more where a body takes them anew, and one for their slopes; of these
 * each in its own dispatch where workgroups share a row.
 */
export function rowWork(
  frame: Frame,
  walk: RowWalk,
  { stage, gradients, loss }: Omit<RowPass, "range">,
  range: Range,
): Work {
  const { definition } = walk;
  const { bodyName, retakes, closes } = definition;
  const names = rowInputs(frame, walk);
  const bytesOf = (name: string): number => dtypeBytes(frame.request.inputs[name]?.dtype ?? "f32");
  const classes = classesBound(walk);
  const rowBytes = classes * names.reduce((sum, name) => sum + bytesOf(name), 0);
  const isWhole = stage === "whole";
  const done = {
    Take: isWhole || stage === "take",
    Retake: retakes && (isWhole || stage === "retake"),
    Slope: gradients.length > 0,
  };
  const sweeps = sweepsOf(Object.values(done).filter(Boolean).length, rowBytes);
  const items = range.count * classes;
  const taken = isHeld({ frame, walk }) ? { Crest: items, Keep: items, TakeKept: items } : { Take: items };
  const calls = {
    ...(done.Take ? taken : {}),
    ...(done.Retake ? { Retake: items } : {}),
    ...(done.Slope ? { Slope: items } : {}),
    ...(closes && (isWhole || stage === "join") ? { Close: range.count } : {}),
    ...(loss ? { Loss: range.count } : {}),
  };
  return {
    calls: Object.fromEntries(Object.entries(calls).map(([part, times]) => [`${bodyName}${part}`, times])),
    reads: {
      ...Object.fromEntries(names.map((name) => [frame.bufferOf(name), sweeps])),
      ...(stage === "take" ? { parts: 0 } : {}),
    },
  };
}

/** Whether a row counts: its classes are looked at until one is not left out, which mostly is the first. */
export function countReads(frame: Frame, walk: RowWalk): NonNullable<Work["reads"]> {
  return Object.fromEntries(rowInputs(frame, walk).map((name) => [`input/${name}`, 1 / walk.layout.classes]));
}
