/** Five generators against five discriminators, each pair by a loss of its own, side by side. */
import type { Engine, Loss } from "fusedloss";
import { type TfLoss, tfLoss } from "fusedloss/tfjs";
import { type Game, games } from "../model/adversarial/games.js";
import { knots, type PlaySettings, reach, realSeed, type Scene, shown } from "../model/adversarial/play.js";
import { pointsOf, shapes } from "../model/adversarial/shapes.js";
import { CoolingAdam } from "../network/coolingAdam.js";
import { sideBySide } from "../network/sideBySide.js";
import { tf } from "../network/tensorFlow.js";
import { randomFrom } from "./random.js";

/** Reals and fakes of a step. */
const batch = 64;
/** Of the noise that a generator makes a point of. */
const noiseWidth = 2;
/** With the input that is always 1 the widths are whole tiles of a matrix product: 32. */
const hidden = [31, 31];
const rates = { discriminator: 0.02, generator: 0.015 };
/** The share of the rate that is left at the end. */
const coldest = 0.1;
const lookEvery = 10;

/** No memory of old slopes: the other side moves. */
const adam = (rate: number) => new CoolingAdam(rate, 0.5, 0.999);

type Scores = tf.Tensor3D;

/** The losses of all games by their scores, as many of each as there are. */
interface Judges {
  readonly discriminator: (both: Scores) => tf.Scalar[];
  readonly generator: (fakes: Scores) => tf.Scalar[];
}

async function judgesOf(engine: Engine, count: number): Promise<Judges> {
  const made = (lossOf: (game: Game) => Loss, names: readonly string[]): Promise<TfLoss[]> => {
    const sizes = Object.fromEntries(names.map((name) => [name, [count]]));
    return Promise.all(games.map((game) => tfLoss(engine, lossOf(game), sizes)));
  };
  const [discriminators, generators] = await Promise.all([
    made(({ discriminator }) => discriminator(), ["real", "fake"]),
    made(({ generator }) => generator(), ["fake"]),
  ]);
  const pieces = (scores: Scores) =>
    tf.split<tf.Tensor1D>(tf.reshape(scores, [scores.size]), scores.size / count);
  return {
    discriminator: (both) => {
      const halves = pieces(both);
      return discriminators.map((judge, i) => {
        const [real, fake] = halves.slice(2 * i, 2 * i + 2) as [tf.Tensor1D, tf.Tensor1D];
        return judge({ real, fake }) as tf.Scalar;
      });
    },
    generator: (fakes) => {
      const each = pieces(fakes);
      return generators.map((judge, i) => judge({ fake: each[i] as tf.Tensor1D }) as tf.Scalar);
    },
  };
}

/** The knots of the grid, as rows. */
function gridOf(): tf.Tensor3D {
  const at = (k: number) => reach * ((2 * k) / (knots - 1) - 1);
  const rows = Array.from({ length: knots * knots }, (_, k) => [at(k % knots), -at(Math.floor(k / knots))]);
  return tf.tensor3d([rows]);
}

/** Every number within its game's bound. */
function boundsOf(): readonly [low: tf.Tensor2D, high: tf.Tensor2D] {
  const high = games.map(({ bound = 3e38 }) => [bound]);
  return [tf.tensor2d(high.map(([bound]) => [-(bound as number)])), tf.tensor2d(high)];
}

/** The rows of each game, apart. */
async function apart(tensor: tf.Tensor): Promise<Float32Array[]> {
  const flat = await tensor.data<"float32">();
  tensor.dispose();
  const each = flat.length / games.length;
  return games.map((_, i) => Float32Array.from(flat.subarray(each * i, each * (i + 1))));
}

export async function playGames(
  engine: Engine,
  { shape, headStart, rounds }: PlaySettings,
  watch: (scene: Scene) => void,
): Promise<void> {
  const generator = sideBySide(games.length, [noiseWidth, ...hidden, 2], 1);
  const discriminator = sideBySide(games.length, [2, ...hidden, 1], 2);
  const [ofDiscriminator, ofGenerator] = [adam(rates.discriminator), adam(rates.generator)];
  const [judges, judgesShown] = await Promise.all([judgesOf(engine, batch), judgesOf(engine, shown)]);
  const [low, high] = boundsOf();
  const { normal } = randomFrom(23);
  const noise = (count: number) =>
    tf.tensor3d(Float32Array.from({ length: noiseWidth * count }, normal), [1, count, noiseWidth]);
  const realsOf = (count: number, seed: number) =>
    tf.tensor3d(pointsOf(shapes[shape], count, seed), [1, count, 2]);
  /** Reals, then fakes, for each game. */
  const both = (reals: tf.Tensor3D, fakes: tf.Tensor3D) =>
    tf.concat([tf.tile(reals, [games.length, 1, 1]), fakes], 1);
  const [seenNoise, seenReals, grid] = [noise(shown), realsOf(shown, realSeed), gridOf()];

  function learnToTell(seed: number): void {
    tf.tidy(() => {
      const points = both(realsOf(batch, seed), generator.forward(noise(batch)));
      const cost = () => tf.addN(judges.discriminator(discriminator.forward(points)));
      ofDiscriminator.minimize(cost, false, [discriminator.parameters]);
      discriminator.parameters.assign(tf.minimum(high, tf.maximum(low, discriminator.parameters)));
    });
  }

  function learnToDeceive(): void {
    tf.tidy(() => {
      const drawn = noise(batch);
      const cost = () => tf.addN(judges.generator(discriminator.forward(generator.forward(drawn))));
      ofGenerator.minimize(cost, false, [generator.parameters]);
    });
  }

  async function look(round: number): Promise<void> {
    const [fakes, scores, field, losses, slopes] = tf.tidy(() => {
      const made = generator.forward(seenNoise);
      const told = discriminator.forward(both(seenReals, made));
      const ofFakes = tf.slice(told, [0, shown, 0], [-1, shown, 1]);
      const pushed = tf.grad((of: tf.Tensor) => tf.addN(judgesShown.generator(of as Scores)))(ofFakes);
      const all = [...judgesShown.discriminator(told), ...judgesShown.generator(ofFakes)];
      return [made, told, discriminator.forward(grid), tf.stack(all), pushed];
    });
    const [values, ...rows] = await Promise.all([
      losses.data<"float32">(),
      ...[fakes, scores, field, slopes].map(apart),
    ]);
    losses.dispose();
    const [points, told, knotScores, pushes] = rows as [
      Float32Array[],
      Float32Array[],
      Float32Array[],
      Float32Array[],
    ];
    watch({
      round,
      views: games.map((_, i) => ({
        fakes: points[i] as Float32Array,
        realScores: (told[i] as Float32Array).slice(0, shown),
        fakeScores: (told[i] as Float32Array).slice(shown),
        field: knotScores[i] as Float32Array,
        discriminatorLoss: values[i] as number,
        generatorLoss: values[games.length + i] as number,
        push: (pushes[i] as Float32Array).reduce((sum, slope) => sum + Math.abs(slope), 0),
      })),
    });
  }

  await look(-headStart);
  for (let round = -headStart; round < rounds; ) {
    const left = 1 - (1 - coldest) * Math.max(0, round / rounds);
    ofDiscriminator.cool(left * rates.discriminator);
    ofGenerator.cool(left * rates.generator);
    learnToTell(1000 + headStart + round);
    if (round >= 0) learnToDeceive();
    round++;
    if (round % lookEvery === 0 || round === rounds) await look(round);
  }
}
