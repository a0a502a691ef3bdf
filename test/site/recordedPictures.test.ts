/** The recording of the page of pictures is of the losses, the network and the start that it has today. */
import { tensor } from "fusedloss";
import { evaluate, step } from "fusedloss/reference";
import { describe, expect, it } from "vitest";
import { exhibits } from "../../demo/model/pictures/exhibits.js";
import { type Picture, shape } from "../../demo/model/pictures/picture.js";
import { starts } from "../../demo/model/pictures/starts.js";
import { stillLife } from "../../demo/model/pictures/stillLife.js";
import { texture } from "../../demo/model/pictures/textures.js";
import { recorded } from "../../demo/recorded/pictures.js";
import { adamOfPixels } from "../../demo/training/pictures/adamOfPixels.js";
import { byReference } from "../../demo/training/pictures/byReference.js";
import type { Easel } from "../../demo/training/pictures/easel.js";
import { inTurns, looksOf } from "../../demo/training/pictures/inTurns.js";
import {
  type FeatureLoss,
  featureLosses,
  pixelLosses,
} from "../../demo/training/pictures/lossesOfPictures.js";
import { featureNetwork, inputsOf } from "../cases/featureNetwork.js";

const { settings, sights } = recorded;
const original = stillLife();
const shown = { original, noisy: starts["the noisy picture"](original), style: texture(settings.style) };
const start = starts[settings.start](original);

/** Loss and slopes of pixels by the network in float64. */
function lookOf({ sights: names, loss }: FeatureLoss, target: Picture) {
  const see = ({ pixels }: Picture) => featureNetwork({ shape, values: Float64Array.from(pixels) });
  const tensors = (role: string, seen: ReturnType<typeof see>) =>
    inputsOf(role, seen, names).map(([name, maps]) => [name, tensor(maps.values, maps.shape)] as const);
  const targets = tensors("targets", see(target));
  return (picture: Picture) => {
    const seen = see(picture);
    const found = evaluate(loss(), Object.fromEntries([...tensors("predictions", seen), ...targets]));
    const gradients = found.gradients as Readonly<Record<string, Float64Array>>;
    const slopes = names.map((name) => [name, gradients[`predictions.${name}`]!]);
    return { loss: found.loss, slopes: seen.carry(Object.fromEntries(slopes)) };
  };
}

/** As `byNetwork` of the page, in float64. */
function byExactNetwork(loss: FeatureLoss, target: Picture): Easel {
  const look = lookOf(loss, target);
  let { pixels } = start;
  let seen = look({ pixels });
  let state: ReturnType<typeof step>["state"] | undefined;
  return {
    advance(steps, rateAt) {
      for (let i = 0; i < steps; i++) {
        const moved = step(adamOfPixels(rateAt(i)), {
          parameters: { predictions: pixels },
          gradients: { predictions: seen.slopes },
          state,
        });
        pixels = Float32Array.from(moved.parameters.predictions!);
        ({ state } = moved);
        seen = look({ pixels });
      }
    },
    see: async () => ({ loss: seen.loss, pixels }),
    destroy() {},
  };
}

describe("the recorded pictures", () => {
  it("have a loss for each look", () => {
    expect(Object.keys(sights)).toEqual(exhibits.map(({ name }) => name));
    for (const { losses, loss } of Object.values(sights)) {
      expect(losses).toHaveLength(looksOf(settings.steps));
      expect(losses.at(-1)).toBe(loss);
    }
  });

  it.each(exhibits)("$name falls as the float64 reference does", async ({ name, shown: role }) => {
    const easel =
      name in featureLosses
        ? byExactNetwork(featureLosses[name as keyof typeof featureLosses], shown[role])
        : byReference(pixelLosses[name as keyof typeof pixelLosses](settings.lambda), start, shown[role]);
    const found: number[] = [];
    const enough = new Error("two looks");
    const falls = inTurns({ [name]: easel }, settings.steps, async (_, { loss }) => {
      found.push(loss);
      if (found.length === 2) throw enough;
    });
    await expect(falls).rejects.toBe(enough);
    for (const [i, loss] of found.entries()) expect(sights[name].losses[i]! / loss).toBeCloseTo(1, 2);
  });
});
