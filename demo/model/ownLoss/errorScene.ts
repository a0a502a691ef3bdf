/** Loss and slope of two inputs over their difference, with the target held where it is. */
import type { Scene } from "../scene.js";
import { points } from "../scene.js";

const reach = 5;

export function errorScene(target: number): Scene {
  const at = Float32Array.from({ length: points }, (_, i) => -reach + (2 * reach * i) / (points - 1));
  const shape = [points];
  return {
    axis: "predictions − targets",
    at,
    swept: "predictions",
    inputs: {
      predictions: { data: at.map((error) => error + target), shape },
      targets: { data: new Float32Array(points).fill(target), shape },
    },
    stride: 1,
  };
}
