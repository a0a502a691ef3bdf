/** The embeddings, off the page's thread: TensorFlow.js and the digits come when training begins. */
import { expose } from "comlink";
import type { Tell } from "./jobs/job.js";
import type { EmbedSettings, Look } from "./model/embeddings/look.js";
import { startTensorFlow } from "./network/tensorFlow.js";
import { splitDigits } from "./training/digits.js";
import { embed } from "./training/embed.js";
import { fetchDigits } from "./training/fetchDigits.js";
import { centred, pooled } from "./training/pooled.js";
import { stopwatch } from "./training/stopwatch.js";

export interface EmbeddingsOrder {
  /** Where the pictures are. */
  readonly pictures: string;
  readonly settings: EmbedSettings;
}

export type EmbeddingsNews =
  | { readonly kind: "stage"; readonly text: string }
  | { readonly kind: "look"; readonly look: Look; readonly milliseconds: number }
  | { readonly kind: "done"; readonly seconds: number };

async function bring(url: string) {
  const { train, held } = splitDigits(await fetchDigits(url));
  const small = pooled(train);
  return { train: centred(small, small), held: centred(pooled(held), small) };
}

async function work({ pictures, settings }: EmbeddingsOrder, tell: Tell<EmbeddingsNews>): Promise<void> {
  const start = performance.now();
  tell({ kind: "stage", text: "bringing the digits, and TensorFlow.js to a GPU" });
  const [engine, digits] = await Promise.all([startTensorFlow(), bring(pictures)]);
  tell({ kind: "stage", text: "making kernels" });
  const each = stopwatch(0);
  await embed(engine, digits, settings, (look) => {
    tell({ kind: "look", look, milliseconds: each(look.step) });
  });
  tell({ kind: "done", seconds: (performance.now() - start) / 1000 });
}

expose(work);
