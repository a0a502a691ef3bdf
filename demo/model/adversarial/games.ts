/** The adversarial losses, and how the scores of their discriminators are to be read. */
import {
  hingeGan,
  type Loss,
  leastSquaresGan,
  minimaxGan,
  nonSaturatingGan,
  wassersteinGan,
} from "fusedloss";

export type GameName = "minimaxGan" | "nonSaturatingGan" | "leastSquaresGan" | "hingeGan" | "wassersteinGan";

export interface Game {
  readonly name: GameName;
  /** How its generator is pushed. */
  readonly says: string;
  readonly discriminator: () => Loss;
  readonly generator: () => Loss;
  /** The largest size of a number of its discriminator; without bounds where it is left out. */
  readonly bound?: number;
  /** Scores as −1 for fake to 1 for real. */
  readonly verdicts: (scores: Float32Array) => Float32Array;
}

const probabilities = (scores: Float32Array) => scores.map((score) => Math.tanh(score / 2));

/** Only differences count: the middle of the lowest and the highest is neither real nor fake. */
function differences(scores: Float32Array): Float32Array {
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return scores.map((score) => (high > low ? (2 * (score - low)) / (high - low) - 1 : 0));
}

export const games: readonly Game[] = [
  {
    name: "minimaxGan",
    says: "The first: the generator’s loss is the discriminator’s with the sign turned. It saturates: a fake that is surely recognised is hardly pushed.",
    discriminator: () => minimaxGan.discriminator(),
    generator: () => minimaxGan.generator(),
    verdicts: probabilities,
  },
  {
    name: "nonSaturatingGan",
    says: "The same discriminator, but the generator is pushed most where it is surely recognised.",
    discriminator: () => nonSaturatingGan.discriminator(),
    generator: () => nonSaturatingGan.generator(),
    verdicts: probabilities,
  },
  {
    name: "leastSquaresGan",
    says: "Scores are to be 1 for reals and 0 for fakes; the further from 1 a fake is, the harder the push.",
    discriminator: () => leastSquaresGan.discriminator(),
    generator: () => leastSquaresGan.generator(),
    verdicts: (scores) => scores.map((score) => 2 * score - 1),
  },
  {
    name: "hingeGan",
    says: "The discriminator learns nothing more from what is beyond ±1; the generator is always pushed alike.",
    discriminator: () => hingeGan.discriminator(),
    generator: () => hingeGan.generator(),
    verdicts: (scores) => scores,
  },
  {
    name: "wassersteinGan",
    says: "A critic, not a judge: its scores have no bounds, so its weights are clipped to ±0.5 after every step.",
    discriminator: () => wassersteinGan.discriminator(),
    generator: () => wassersteinGan.generator(),
    bound: 0.5,
    verdicts: differences,
  },
];
