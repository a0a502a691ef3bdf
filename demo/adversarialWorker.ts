/** The games, off the page's thread: TensorFlow.js comes when they begin. */
import { doJobs } from "./jobs/doJobs.js";
import type { PlaySettings, Scene } from "./model/adversarial/play.js";
import { startTensorFlow } from "./network/tensorFlow.js";
import { playGames } from "./training/playGames.js";
import { stopwatch } from "./training/stopwatch.js";

export type AdversarialNews =
  | { readonly kind: "stage"; readonly text: string }
  | { readonly kind: "scene"; readonly scene: Scene; readonly milliseconds: number }
  | { readonly kind: "done"; readonly seconds: number }
  | { readonly kind: "failed"; readonly reason: string };

const tell = (news: AdversarialNews) => postMessage(news);

async function work(settings: PlaySettings): Promise<void> {
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

doJobs<PlaySettings>(work);
