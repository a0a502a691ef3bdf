/** Five pictures, off the page's thread; TensorFlow.js comes when there is a GPU to paint them with. */
import { expose } from "comlink";
import type { Tell } from "./jobs/job.js";
import type { ExhibitName } from "./model/pictures/exhibits.js";
import { inTurns, type Progress } from "./training/pictures/inTurns.js";
import { onCpu } from "./training/pictures/onCpu.js";
import { type Quality, qualityOf } from "./training/pictures/quality.js";
import type { Commission, Studio } from "./training/pictures/studio.js";

export interface PicturesOrder extends Commission {
  readonly steps: number;
  /** Without one the reference does what needs no network. */
  readonly gpu: boolean;
}

/** What the page is told of a picture. */
export interface Seen extends Progress, Quality {}

export type PicturesNews =
  | { readonly kind: "seen"; readonly name: ExhibitName; readonly seen: Seen }
  | { readonly kind: "done"; readonly seconds: number };

async function open(order: PicturesOrder): Promise<Studio> {
  if (!order.gpu) return onCpu(order);
  const { onGpu } = await import("./training/pictures/onGpu.js");
  return onGpu(order);
}

async function paint(order: PicturesOrder, tell: Tell<PicturesNews>): Promise<void> {
  const start = performance.now();
  const { engine, easels } = await open(order);
  await inTurns(easels, order.steps, async (name, progress) => {
    const quality = await qualityOf(engine, progress.pixels, order.shown.original);
    tell({ kind: "seen", name: name as ExhibitName, seen: { ...progress, ...quality } });
  });
  for (const easel of Object.values(easels)) easel.destroy();
  engine?.destroy();
  tell({ kind: "done", seconds: (performance.now() - start) / 1000 });
}

expose(paint);
