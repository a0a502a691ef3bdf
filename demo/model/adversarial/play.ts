/** What is asked of the games, and what is to be seen of them. */
import type { ShapeName } from "./shapes.js";

export interface PlaySettings {
  readonly shape: ShapeName;
  /** Rounds before the first, in which the discriminators learn alone. */
  readonly headStart: number;
  readonly rounds: number;
}

/** What is to be seen of one game. */
export interface GameView {
  /** Points, x and y in turns. */
  readonly fakes: Float32Array;
  readonly fakeScores: Float32Array;
  /** Of as many real points. */
  readonly realScores: Float32Array;
  /** Scores at the knots of a grid over the picture, row by row from its upper left. */
  readonly field: Float32Array;
  /** Of those fakes and reals. */
  readonly discriminatorLoss: number;
  readonly generatorLoss: number;
  /** How hard the generator's loss pushes at a fake's score, in the mean: the size of its slope. */
  readonly push: number;
}

export interface Scene {
  /** Below 0 during the head start. */
  readonly round: number;
  /** In the order of the games. */
  readonly views: readonly GameView[];
}

/** Fakes that are shown, and as many reals. */
export const shown = 128;

/** Of the reals that are shown. */
export const realSeed = 31;

/** Knots of the grid along a side. */
export const knots = 16;

/** The picture goes from −reach to reach. */
export const reach = 1.5;
