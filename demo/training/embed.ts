/** One network per loss, from pictures to points of the plane, trained side by side. */
import type { Engine } from "fusedloss";
import { type TfLoss, tfLoss } from "fusedloss/tfjs";
import { type Contender, contenders, type PullSettings } from "../model/embeddings/contenders.js";
import { type EmbedSettings, type Look, shownOfDigit } from "../model/embeddings/look.js";
import { type Tuples, tuplesOf } from "../model/embeddings/tuples.js";
import { CoolingAdam } from "../network/coolingAdam.js";
import { sideBySide } from "../network/sideBySide.js";
import { tf } from "../network/tensorFlow.js";
import type { Pictures } from "./digits.js";
import { pooledPixels } from "./pooled.js";
import { randomFrom } from "./random.js";

/** Pictures of each digit in a batch. */
const batchOfDigit = 8;

/** With the input that is always 1 the widths are whole tiles of a matrix product: 64 and 32. */
const hidden = [63, 31];
/** Large steps at first, and none at the end. */
const firstRate = 0.03;
const lookEvery = 8;

/** The losses of all networks' points, each by its own tuples of their rows. */
type Judges = (embeddings: tf.Tensor3D) => tf.Scalar[];

async function judgesOf(engine: Engine, settings: PullSettings, tuples: Tuples): Promise<Judges> {
  const count = tuples.labels.length;
  const given = contenders.map((one) => ({
    rows: Object.entries(one.rowsOf(tuples)),
    told: one.toldOf(tuples),
  }));
  const losses = await Promise.all(
    given.map(({ rows, told }, i) => {
      const points = rows.map(([name, { length }]) => [name, [length, 2]]);
      const others = Object.entries(told).map(([name, { length }]) => [name, [length]]);
      return tfLoss(
        engine,
        (contenders[i] as Contender).lossOf(settings),
        Object.fromEntries([...points, ...others]),
      );
    }),
  );
  const told = given.map((one) =>
    Object.fromEntries(Object.entries(one.told).map(([name, values]) => [name, tf.tensor1d(values)])),
  );
  // One product for all: the gradient of a gather turns matrices about, which costs more in software than all the rest.
  const sizes = given.flatMap(({ rows }) => rows.map(([, { length }]) => length));
  const all = given.flatMap(({ rows }, i) =>
    rows.flatMap(([, which]) => [...which].map((row) => count * i + row)),
  );
  const rowsAt = tf.tensor1d(all, "int32");
  const selection = tf.oneHot(rowsAt, contenders.length * count, 1, 0, "float32") as tf.Tensor2D;
  return (embeddings) => {
    const points = tf.reshape(embeddings, [contenders.length * count, 2]);
    const pieces = tf.split<tf.Tensor2D>(tf.matMul(selection, points), sizes).values();
    return given.map(({ rows }, i) => {
      const taken = rows.map(([name]) => [name, pieces.next().value as tf.Tensor2D]);
      return (losses[i] as TfLoss)({ ...Object.fromEntries(taken), ...told[i] }) as tf.Scalar;
    });
  };
}

/** Which pictures are of each digit. */
const rowsByDigit = ({ labels }: Pictures, digits: number): number[][] =>
  Array.from({ length: digits }, (_, digit) => [...labels.keys()].filter((row) => labels[row] === digit));

/** Pictures as rows that all networks are shown. */
const rowsOf = (pictures: tf.Tensor2D, rows: Int32Array): tf.Tensor3D =>
  tf.tidy(() => tf.expandDims<tf.Tensor3D>(tf.gather(pictures, tf.tensor1d(rows)), 0));

export async function embed(
  engine: Engine,
  { train, held }: { readonly train: Pictures; readonly held: Pictures },
  settings: EmbedSettings,
  watch: (look: Look) => void,
): Promise<void> {
  const { digits, steps } = settings;
  const [inBatch, shown] = [tuplesOf(digits, batchOfDigit), tuplesOf(digits, shownOfDigit)];
  const [judgeBatch, judgeShown] = await Promise.all([
    judgesOf(engine, settings, inBatch),
    judgesOf(engine, settings, shown),
  ]);
  const tensorOf = ({ images, labels }: Pictures) => tf.tensor2d(images, [labels.length, pooledPixels]);
  const firstOfDigit = rowsByDigit(held, digits).flatMap((rows) => rows.slice(0, shownOfDigit));
  const shownPictures = rowsOf(tensorOf(held), Int32Array.from(firstOfDigit));
  const pictures = tensorOf(train);
  const ofDigit = rowsByDigit(train, digits);
  const networks = sideBySide(contenders.length, [pooledPixels, ...hidden, 2]);
  const optimizer = new CoolingAdam(firstRate, 0.9, 0.999);
  const { uniform } = randomFrom(29);
  const drawn = () =>
    Int32Array.from(inBatch.labels, (digit) => {
      const rows = ofDigit[digit] as number[];
      return rows[Math.floor(rows.length * uniform())] as number;
    });

  const look = async (step: number) => {
    const [points, losses] = tf.tidy(() => {
      const embeddings = networks.forward(shownPictures);
      return [embeddings, tf.stack(judgeShown(embeddings))];
    });
    const [flat, values] = await Promise.all([points.data<"float32">(), losses.data<"float32">()]);
    tf.dispose([points, losses]);
    const each = flat.length / contenders.length;
    const planes = contenders.map((_, i) => Float32Array.from(flat.subarray(each * i, each * (i + 1))));
    watch({ step, planes, losses: [...values] });
  };

  await look(0);
  for (let step = 0; step < steps; ) {
    const batch = rowsOf(pictures, drawn());
    optimizer.cool(firstRate * (1 - step / steps));
    optimizer.minimize(() => tf.addN(judgeBatch(networks.forward(batch))), false, [networks.parameters]);
    batch.dispose();
    step++;
    if (step % lookEvery === 0 || step === steps) await look(step);
  }
}
