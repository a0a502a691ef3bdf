/**
 * The network of the page of pictures in float64, with the gradient carried back to the pixels: at three sizes, each
 * half of the one before, every colour convolved with every filter, then ReLU.
 */
import { filters, scales } from "../../demo/network/filters.js";
import { convolve, convolveBack, halve, halveBack, type Maps, type Seen } from "./featureNetwork.js";

const colours = 3;

/** [colours · filters, colours, 3, 3]: a filter sees its own colour alone. */
const weights = Float64Array.from(
  Array.from({ length: colours }, (_, own) =>
    filters.flatMap((taps) =>
      Array.from({ length: colours }, (_, colour) =>
        taps.map((tap) => (colour === own ? Math.fround(tap) : 0)),
      ),
    ),
  ).flat(2),
);
const channels = colours * filters.length;

export function filterBank({ shape, values }: Maps): Seen {
  const sights: { readonly picture: Maps; readonly features: Maps }[] = [];
  let picture: Maps = { shape, values: values.map((light) => light - 0.5) };
  for (const scale of scales) {
    if (scale !== "full") picture = halve(picture);
    const found = convolve(picture, weights, channels);
    const features = { shape: found.shape, values: found.values.map((value) => Math.max(0, value)) };
    sights.push({ picture, features });
  }
  const carry: Seen["carry"] = (slopes) => {
    let back: Float64Array | undefined;
    for (const [i, { picture: own, features }] of [...sights.entries()].reverse()) {
      const given = slopes[scales[i] as string];
      const pulled = features.values.map((value, at) => (value > 0 ? ((given?.[at] as number) ?? 0) : 0));
      const toOwn = convolveBack({ shape: features.shape, values: pulled }, weights, colours);
      const later = sights[i + 1];
      const rest =
        later && halveBack({ shape: later.picture.shape, values: back as Float64Array }, own.shape);
      back = toOwn.values.map((slope, at) => slope + (rest?.[at] ?? 0));
    }
    return back ?? new Float64Array(0);
  };
  return { features: Object.fromEntries(sights.map(({ features }, i) => [scales[i], features])), carry };
}

/** Features of scales as inputs of a loss: predictions.half and so on. */
export function inputsOf(role: string, { features }: Seen, wanted: readonly string[]) {
  return wanted.map((scale) => [`${role}.${scale}`, features[scale] as Maps] as const);
}
