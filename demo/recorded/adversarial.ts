/** Games that somebody has seen before, for who has not begun any or cannot. */
import type { GameView, PlaySettings, Scene } from "../model/adversarial/play.js";
import type { ShapeName } from "../model/adversarial/shapes.js";
import record from "./adversarial.json" with { type: "json" };

type Lists = "fakes" | "fakeScores" | "realScores" | "field";

const { settings, scene } = record;

const unpacked = (view: (typeof scene.views)[number]): GameView => ({
  ...view,
  ...(Object.fromEntries(
    (["fakes", "fakeScores", "realScores", "field"] as const).map((name) => [
      name,
      Float32Array.from(view[name]),
    ]),
  ) as Record<Lists, Float32Array>),
});

export const recorded: { readonly settings: PlaySettings; readonly scene: Scene } = {
  settings: { ...settings, shape: settings.shape as ShapeName },
  scene: { ...scene, views: scene.views.map(unpacked) },
};
