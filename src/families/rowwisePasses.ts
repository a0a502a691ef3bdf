import type { Span } from "./rowwiseCut.js";
import type { GradientStore, RowPass, RowStage } from "./rowwiseGlue.js";

const maxStorageBuffers = 8;

/** What a dispatch does of every range of rows, or of a span of them. */
export interface Pass extends Omit<RowPass, "range"> {
  readonly span?: Span;
}

/** What decides which dispatches there are. */
export interface PassRequest {
  readonly gradients: readonly string[];
  readonly storeOf: (gradient: string) => GradientStore;
  /** The body has a second sweep. */
  readonly retakes: boolean;
  /** Storage buffers of every dispatch: inputs, and what lies beside them. */
  readonly bound: number;
  /** Losses per row or outputs take one more, where the loss is made. */
  readonly hasResults: boolean;
}

/** Where a dispatch has rows whole, one makes loss and gradients, and more are for gradients that do not fit. */
export function wholePasses(request: PassRequest, stage: RowStage = "whole"): Pass[] {
  const { bound, hasResults } = request;
  const room = maxStorageBuffers - bound;
  const groups = grouped(request, room - 1 - (hasResults ? 1 : 0), room);
  return groups.map((gradients, i) => ({ stage, gradients, loss: i === 0 }));
}

/** Where workgroups share a row, they sweep first; `undefined` where what they leave in parts cannot be bound as well. */
export function splitPasses(request: PassRequest): Pass[] | undefined {
  const bound = request.bound + 1;
  if (bound + 1 + (request.hasResults ? 1 : 0) >= maxStorageBuffers) return undefined;
  return [
    ...sweeps(request).map((stage) => ({ stage, gradients: [], loss: false })),
    ...wholePasses({ ...request, bound }, "join"),
  ];
}

/** Where rows are bound in spans, every sweep goes over all of them before the next; the loss needs none. */
export function spanPasses(request: PassRequest, spans: readonly Span[]): Pass[] {
  const over = (stage: RowStage, gradients: readonly string[]): Pass[] =>
    spans.map((span) => ({ stage, span, gradients, loss: false }));
  const room = maxStorageBuffers - request.bound - 1;
  const groups = grouped(request, room, room).filter((group) => group.length > 0);
  return [
    ...sweeps(request).flatMap((stage) => over(stage, [])),
    { stage: "join", gradients: [], loss: true },
    ...groups.flatMap((group) => over("join", group)),
  ];
}

function sweeps({ retakes }: PassRequest): RowStage[] {
  return retakes ? ["take", "retake"] : ["take"];
}

/** Gradients in as few dispatches as their buffers fit. In place they need none, and come last: they overwrite. */
function grouped({ gradients, storeOf }: PassRequest, first: number, later: number): string[][] {
  const needs = (name: string): number => (storeOf(name) === "inPlace" ? 0 : 1);
  const groups: string[][] = [[]];
  let room = first;
  for (const name of [...gradients].sort((a, b) => needs(b) - needs(a))) {
    if (needs(name) > room) {
      groups.push([]);
      room = later;
    }
    groups.at(-1)?.push(name);
    room -= needs(name);
  }
  return groups;
}
