/** A training that somebody has seen before, for who has not begun one or cannot. */
import type { EmbedSettings, Look } from "../model/embeddings/look.js";
import record from "./embeddings.json" with { type: "json" };

const { settings, look } = record;

export const recorded: { readonly settings: EmbedSettings; readonly look: Look } = {
  settings,
  look: { ...look, planes: look.planes.map((points) => Float32Array.from(points)) },
};
