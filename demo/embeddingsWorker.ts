/** The embeddings, off the page's thread: TensorFlow.js and the digits come when training begins. */
import type { EmbedSettings, Look } from "./model/embeddings/look.js";
import { startTensorFlow } from "./network/tensorFlow.js";
import { splitDigits } from "./training/digits.js";
import { embed } from "./training/embed.js";
import { fetchDigits } from "./training/fetchDigits.js";
import { pooled } from "./training/pooled.js";
import { stopwatch } from "./training/stopwatch.js";

export interface EmbeddingsOrder {
  /** Where the pictures are. */
  readonly pictures: string;
  readonly settings: EmbedSettings;
}

export type EmbeddingsNews =
  | { readonly kind: "stage"; readonly text: string }
  | { readonly kind: "look"; readonly look: Look; readonly milliseconds: number }
  | { readonly kind: "done"; readonly seconds: number }
  | { readonly kind: "failed"; readonly reason: string };

const tell = (news: EmbeddingsNews) => postMessage(news);

async function work({ pictures, settings }: EmbeddingsOrder): Promise<void> {
  const start = performance.now();
  tell({ kind: "stage", text: "bringing the digits, and TensorFlow.js to a GPU" });
  const [engine, { train, held }] = await Promise.all([
    startTensorFlow(),
    fetchDigits(pictures).then(splitDigits),
  ]);
  tell({ kind: "stage", text: "making kernels" });
  const each = stopwatch(0);
  await embed(engine, { train: pooled(train), held: pooled(held) }, settings, (look) => {
    tell({ kind: "look", look, milliseconds: each(look.step) });
  });
  tell({ kind: "done", seconds: (performance.now() - start) / 1000 });
}

addEventListener("message", ({ data }: MessageEvent<EmbeddingsOrder>) => {
  work(data).catch((error: unknown) => {
    tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  });
});
