/** The network of the page of pictures: what it sees, and its slopes at the pixels, are those of its float64 twin. */
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { type Engine, tensor } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import { createEngine, tfLoss } from "fusedloss/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sights } from "../../demo/network/featureLayers.js";
import { featureNetwork } from "../../demo/network/featureNetwork.js";
import { startTensorFlow, tf } from "../../demo/network/tensorFlow.js";
import { featureLosses } from "../../demo/training/pictures/lossesOfPictures.js";
import { inputsOf, featureNetwork as twin } from "../cases/featureNetwork.js";
import { uniforms } from "../cases/scenes.js";
import { compare } from "../gpu/tolerance.js";

// Odd where it is halved.
const shape = [1, 3, 18, 22] as const;
const [picture, target] = [uniforms(shape, 1).values, uniforms(shape, 2).values];
const exact = (values: ArrayLike<number>) =>
  twin({ shape, values: Float64Array.from(Float32Array.from(values)) });

/** In this order: the first are those that a GPU has, the others replace them in software. */
const starts: readonly (readonly [string, () => Promise<Engine>])[] = [
  ["by TensorFlow.js's kernels", () => tf.setBackend("webgpu").then(() => createEngine())],
  ["by the page's kernels", startTensorFlow],
];

describe.each(starts)("%s", (_, start) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.destroy());

  it.each(sights)("sees at %s what its float64 twin sees", async (name) => {
    const maps = featureNetwork()(tf.tensor(Float32Array.from(picture), [...shape]), [name])[name]!;
    const wanted = exact(picture).features[name];
    expect(maps.shape).toEqual(wanted.shape);
    expect(compare(await maps.data(), wanted.values, { size: 1 })).toMatchObject({ ok: true });
  });

  it.each(Object.entries(featureLosses))(
    "%s: the loss and the slope of every pixel",
    async (_, { sights: names, loss }) => {
      const network = featureNetwork();
      const named = (role: string, images: Tensor): [string, Tensor][] =>
        Object.entries(network(images, names)).map(([name, maps]) => [`${role}.${name}`, maps]);
      const tensorOf = (values: ArrayLike<number>) => tf.tensor(Float32Array.from(values), [...shape]);
      const targets = named("targets", tensorOf(target));
      const shapes = targets.flatMap(([name, { shape: given }]) => [
        [name, given],
        [name.replace("targets", "predictions"), given],
      ]);
      const compiled = await tfLoss(engine, loss(), Object.fromEntries(shapes));
      const { value, grad } = tf.valueAndGrad(
        (images: Tensor) =>
          compiled(Object.fromEntries([...named("predictions", images), ...targets])) as Scalar,
      )(tensorOf(picture));

      const own = exact(picture);
      const pairs = [...inputsOf("predictions", own, names), ...inputsOf("targets", exact(target), names)];
      const inputs = Object.fromEntries(pairs.map(([name, maps]) => [name, tensor(maps.values, maps.shape)]));
      const wanted = evaluate(loss(), inputs);
      const gradients = wanted.gradients as Readonly<Record<string, Float64Array>>;
      const slopes = own.carry(
        Object.fromEntries(names.map((name) => [name, gradients[`predictions.${name}`]!])),
      );

      expect(Math.abs((await value.data())[0]! / wanted.loss - 1)).toBeLessThan(1e-5);
      const size = 10 * Math.max(...slopes.map(Math.abs));
      expect(compare(await grad.data(), slopes, { size })).toMatchObject({ ok: true });
      compiled.destroy();
    },
  );
});
