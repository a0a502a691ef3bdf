/** The games, off the page's thread: TensorFlow.js comes when they begin. */
import { expose } from "comlink";
import type { Tell } from "./jobs/job.js";
import type { PlaySettings, Scene } from "./model/adversarial/play.js";
import { startTensorFlow } from "./network/tensorFlow.js";
import { playGames } from "./training/playGames.js";
import { stopwatch } from "./training/stopwatch.js";

export type AdversarialNews =
  | { readonly kind: "stage"; readonly text: string }
  | { readonly kind: "scene"; readonly scene: Scene; readonly milliseconds: number }
  | { readonly kind: "done"; readonly seconds: number };

async function work(settings: PlaySettings, tell: Tell<AdversarialNews>): Promise<void> {
  const start = performance.now();
  tell({ kind: "stage", text: "bringing TensorFlow.js to a GPU" });
  const engine = await startTensorFlow();
  tell({ kind: "stage", text: "making kernels" });
  const each = stopwatch(-settings.headStart);
  await playGames(engine, settings, (scene) => {
    tell({ kind: "scene", scene, milliseconds: each(scene.round) });
  });
  tell({ kind: "done", seconds: (performance.now() - start) / 1000 });
}

expose(work);
