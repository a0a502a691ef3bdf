/** What the page of outliers shows: points, how they are drawn, and what there is to say of them. */
import type { Cloud } from "./cloud.js";
import { tenTooHigh, wrongSign } from "./clouds.js";

export interface Axis {
  readonly label: string;
  readonly range: readonly [low: number, high: number];
}

export interface Axes {
  readonly x: Axis;
  readonly y: Axis;
}

export interface Preset extends Axes {
  readonly title: string;
  /** What y is counted in. */
  readonly unit: string;
  readonly story: string;
  /** The points; where they are far away, as one that must be fetched. */
  readonly cloud: Cloud | "flights";
}

const plain = { unit: "", x: { label: "x", range: [0, 4] } } as const;

export const presets = [
  {
    ...plain,
    title: "One wrong sign",
    story:
      "Twelve points lie along 3x, but one has lost its sign. The squared error bends its line for that one, at the cost of the other eleven; the other losses go with the eleven.",
    y: { label: "", range: [-16, 16] },
    cloud: wrongSign(),
  },
  {
    ...plain,
    title: "200 points, ten outliers of +50",
    story:
      "Two hundred points lie along 3x, but ten at the right are 50 too high. The line of mse turns towards them, and fits neither these nor those. The 0.9 quantile loss, which has one point in ten above its line, has half of those it may have taken by them.",
    y: { label: "", range: [-10, 70] },
    cloud: tenTooHigh(),
  },
  {
    title: "Flight delays",
    story:
      "Five hundred flights within the United States in 2001, by distance; twenty of them came more than an hour late. Nobody has mistyped these: real data have such a tail. The squared error raises its line for them, and then most flights are earlier than it says; the 0.9 quantile is there to know of them.",
    unit: "min",
    x: { label: "thousand miles", range: [0, 4] },
    y: { label: "minutes late", range: [-60, 180] },
    cloud: "flights",
  },
] as const satisfies readonly Preset[];
