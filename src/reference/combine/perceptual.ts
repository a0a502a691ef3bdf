import type { ItemsReference } from "../shapes.js";

interface PerceptualParams {
  readonly layers: Readonly<Record<string, number>>;
  readonly distance: "mse" | "mae";
  readonly normalize: boolean;
}

/** The features of one image in one layer. */
interface Features {
  readonly p: Float64Array;
  readonly t: Float64Array;
  readonly channels: number;
  readonly positions: number;
}

interface Compared {
  readonly value: number;
  /** By each element of p. */
  readonly slopes: Float64Array;
}

/** Σ over layers of weight × distance, of each image. */
export const perceptual: ItemsReference<PerceptualParams> = (
  { layers, distance, normalize },
  inputs,
  { items },
) => {
  const compare = normalize ? directions : distance === "mae" ? absolute : squared;
  const values = new Float64Array(items);
  const slopes: Record<string, Float64Array> = {};
  for (const [layer, weight] of Object.entries(layers)) {
    const [p, t] = [inputs[`predictions.${layer}`], inputs[`targets.${layer}`]];
    if (!p || !t) throw new Error(`perceptual: layer ${layer} has no inputs`);
    const [, channels = 0, height = 0, width = 0] = p.shape;
    const size = channels * height * width;
    const own = new Float64Array(p.values.length);
    for (let image = 0; image < items; image++) {
      const part = (x: Float64Array) => x.subarray(image * size, (image + 1) * size);
      const features = { p: part(p.values), t: part(t.values), channels, positions: height * width };
      const found = compare(features);
      const isUsable = features.p.every(Number.isFinite) && features.t.every(Number.isFinite);
      values[image] = (values[image] as number) + (isUsable ? weight * found.value : Number.NaN);
      own.set(
        found.slopes.map((slope) => weight * slope),
        image * size,
      );
    }
    slopes[`predictions.${layer}`] = own;
  }
  return {
    values,
    pull: (factors) =>
      Object.fromEntries(
        Object.entries(slopes).map(([name, own]) => {
          const size = own.length / items;
          return [
            name,
            own.map((slope, index) => {
              const image = Math.floor(index / size);
              // What cannot be computed in one layer spoils the image in all.
              return Number.isNaN(values[image]) ? Number.NaN : (factors[image] as number) * slope;
            }),
          ];
        }),
      ),
  };
};

function squared({ p, t }: Features): Compared {
  const errors = p.map((value, i) => value - (t[i] as number));
  return {
    value: errors.reduce((sum, error) => sum + error ** 2, 0) / p.length,
    slopes: errors.map((error) => (2 * error) / p.length),
  };
}

function absolute({ p, t }: Features): Compared {
  const errors = p.map((value, i) => value - (t[i] as number));
  return {
    value: errors.reduce((sum, error) => sum + Math.abs(error), 0) / p.length,
    slopes: errors.map((error) => Math.sign(error) / p.length),
  };
}

const floor = 1e-10;

/** ‖p/‖p‖ − t/‖t‖‖² at every position, averaged. */
function directions({ p, t, channels, positions }: Features): Compared {
  const slopes = new Float64Array(p.length);
  let value = 0;
  for (let position = 0; position < positions; position++) {
    const at = (x: Float64Array) =>
      Float64Array.from({ length: channels }, (_, c) => x[c * positions + position] as number);
    const [own, target] = [at(p), at(t)];
    const [norm, targetNorm] = [Math.hypot(...own), Math.hypot(...target)];
    const u = own.map((feature) => feature / Math.max(norm, floor));
    const v = target.map((feature) => feature / Math.max(targetNorm, floor));
    const slope = u.map((feature, c) => (2 * (feature - (v[c] as number))) / positions);
    value += u.reduce((sum, feature, c) => sum + (feature - (v[c] as number)) ** 2, 0) / positions;
    if (norm === 0) continue;
    const along = norm > floor ? u.reduce((sum, feature, c) => sum + feature * (slope[c] as number), 0) : 0;
    for (let c = 0; c < channels; c++) {
      slopes[c * positions + position] =
        ((slope[c] as number) - along * (u[c] as number)) / Math.max(norm, floor);
    }
  }
  return { value, slopes };
}
