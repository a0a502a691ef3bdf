/** Losses of features, carried from the GPU back to the pixels of the image that the features are of. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { perceptual } from "../../src/combine/perceptual.js";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import { gram } from "../../src/losses/gram.js";
import { evaluate } from "../../src/reference/evaluate.js";
import { tensor } from "../../src/tensor.js";
import { featureNetwork, type Maps, type Seen } from "../cases/featureNetwork.js";
import { normals, uniforms } from "../cases/scenes.js";
import { compare } from "./tolerance.js";

const shape = [2, 3, 12, 14] as const;
const layers = { relu1: 1, relu2: 0.5, relu3: 2 };
const names = ["relu1", "relu2", "relu3"] as const;

const images = (seed: number, values = Float64Array.from(uniforms(shape, seed).values)): Maps => ({
  shape,
  values,
});
const truth = featureNetwork(images(1)).features;

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine();
});
afterAll(() => engine.destroy());

/** The features of an image beside those of the truth, as inputs. */
function inputsOf(features: Seen["features"], wrap: (maps: Maps) => unknown) {
  return Object.fromEntries(
    names.flatMap((name) => [
      [`predictions.${name}`, wrap(features[name])],
      [`targets.${name}`, wrap(truth[name])],
    ]),
  );
}

/** Loss and slopes of the pixels: features on the host, the loss on the GPU. */
async function step(loss: ReturnType<typeof perceptual>, pixels: Maps) {
  const { features, carry } = featureNetwork(pixels);
  const inputs = inputsOf(features, (maps) => tensor(maps.values, maps.shape));
  const found = await engine.evaluate(loss, inputs as never);
  const gradients = found.gradients as Readonly<Record<string, Float32Array>>;
  const slopes = names.map((name) => [name, gradients[`predictions.${name}`] as Float32Array]);
  return { value: found.loss as number, slopes: carry(Object.fromEntries(slopes)) };
}

/** The same loss in float64 throughout. */
function exact(loss: ReturnType<typeof perceptual>, pixels: Maps): number {
  const nested = ({ values, shape: [n, c, h, w] }: Maps) =>
    Array.from({ length: n }, (_, i) =>
      Array.from({ length: c }, (_, j) =>
        Array.from({ length: h }, (_, k) => {
          const first = ((i * c + j) * h + k) * w;
          return Array.from(values.subarray(first, first + w));
        }),
      ),
    );
  return evaluate(loss, inputsOf(featureNetwork(pixels).features, nested) as never, { gradients: false })
    .loss as number;
}

const losses = {
  squares: perceptual({ layers }),
  sizes: perceptual({ layers, distance: "mae" }),
  directions: perceptual({ layers, normalize: true }),
};

describe("perceptual, from features back to pixels", () => {
  it.each(Object.entries(losses))("%s: the slope of every pixel", async (_, loss) => {
    const pixels = images(2);
    const { value, slopes } = await step(loss, pixels);
    expect(Math.abs(value / exact(loss, pixels) - 1)).toBeLessThan(1e-5);
    const some = Array.from({ length: 60 }, (_, i) => (i * 17) % slopes.length);
    const wanted = some.map((at) => {
      const moved = (by: number): number => {
        const values = pixels.values.slice();
        values[at] = (values[at] as number) + by;
        return exact(loss, { shape, values });
      };
      return (moved(1e-6) - moved(-1e-6)) / 2e-6;
    });
    const own = some.map((at) => slopes[at] as number);
    // Central differences of a loss near 1 have about nine digits.
    const size = 10 * Math.max(...wanted.map(Math.abs));
    expect(compare(own, wanted, { size }), `${own} for ${wanted}`).toMatchObject({ ok: true });
  });

  it.each([
    ["squares", losses.squares, 24],
    ["directions", losses.directions, 0.2],
  ] as const)("%s: 20 steps downhill, each lower than the last", async (_, loss, rate) => {
    const { values } = images(3);
    const noise = normals(shape, 4, 0.1).values;
    const pixels = { shape, values: images(1).values.map((pixel, i) => pixel + (noise[i] as number)) };
    const seen: number[] = [];
    for (let i = 0; i < 20; i++) {
      const { value, slopes } = await step(loss, pixels);
      seen.push(value);
      for (let at = 0; at < values.length; at++) {
        pixels.values[at] = (pixels.values[at] as number) - rate * (slopes[at] as number);
      }
    }
    expect(
      seen.findIndex((value, i) => i > 0 && value >= (seen[i - 1] as number)),
      `${seen}`,
    ).toBe(-1);
    expect(seen.at(-1)).toBeLessThan(0.7 * (seen[0] as number));
  });
});

describe("gram, from features back to pixels", () => {
  it("takes on a style: 20 steps downhill", async () => {
    const pixels = images(5);
    const target = truth.relu2;
    const seen: number[] = [];
    for (let i = 0; i < 20; i++) {
      const { features, carry } = featureNetwork(pixels);
      const own = features.relu2;
      const { loss, gradients } = await engine.evaluate(gram(), {
        predictions: tensor(own.values, own.shape),
        targets: tensor(target.values, target.shape),
      });
      seen.push(loss);
      const slopes = carry({ relu2: gradients.predictions });
      for (let at = 0; at < slopes.length; at++) {
        pixels.values[at] = (pixels.values[at] as number) - 80_000 * (slopes[at] as number);
      }
    }
    expect(
      seen.findIndex((value, i) => i > 0 && value >= (seen[i - 1] as number)),
      `${seen}`,
    ).toBe(-1);
    expect(seen.at(-1)).toBeLessThan(0.7 * (seen[0] as number));
  });
});
