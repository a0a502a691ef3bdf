import mae from "../../shaders/losses/mae.wgsl?raw";
import mse from "../../shaders/losses/mse.wgsl?raw";
import { flag, oneOf, resolveParams, show } from "../check/params.js";
import type { Loss, ParamSpec, Params } from "../definition.js";
import { InvalidInputError } from "../errors.js";
import { descriptor, infoOf, usualItems } from "../families/define.js";
import { arrangeFeatures, type FeaturesDefinition, planFeatures } from "../families/features.js";

const name = "perceptual";

type Layers = Readonly<Record<string, number>>;

/** What `perceptual` takes. */
export interface PerceptualOptions<L extends Layers = Layers> {
  /** The weight of each layer, ≥ 0. */
  readonly layers: L;
  /** How features are compared. Default "mse". */
  readonly distance?: "mse" | "mae";
  /** Compare directions of features, as LPIPS does. Default false. */
  readonly normalize?: boolean;
}

const layers: ParamSpec<Layers> = {
  default: undefined,
  range:
    "an object of layers and their weights, each a finite number ≥ 0, as in { relu1_2: 1, relu2_2: 0.5 }",
  accepts: (value): value is Layers =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(([key, weight]) => key !== "" && Number.isFinite(weight) && weight >= 0),
};

const params = { layers, distance: oneOf(["mse", "mae"], "mse"), normalize: flag(false) };

const formula = String.raw`\sum_l \frac{w_l}{C_l H_l W_l} \sum_{c,i,j} d(p_l, t_l)_{c,i,j}`;
const citation =
  "J. Johnson, A. Alahi, L. Fei-Fei, Perceptual Losses for Real-Time Style Transfer and Super-Resolution, ECCV 2016; R. Zhang, P. Isola, A. A. Efros, E. Shechtman, O. Wang, The Unreasonable Effectiveness of Deep Features as a Perceptual Metric, CVPR 2018";

const info = infoOf({
  name,
  family: "window",
  // The layers are known at the call, and with them the inputs.
  inputs: {},
  gradients: [],
  params,
  formula,
  citation,
});

/**
 * Perceptual loss: how far a network's features of one image are from those of another. For every layer its weight
 * times the mean, over channels and positions, of the squared or absolute difference; summed over layers.
 *
 * With `normalize: true` features are directions, as in LPIPS: those of all channels at a position are divided by their
 * norm (at least 1e-10), squares of the differences are summed over channels and averaged over positions. That is a
 * squared distance, so `distance: "mae"` with it is refused. Features of norm 0 have gradient 0. LPIPS's learned
 * weights of channels are not here: it is LPIPS's "baseline" with a weight per layer.
 *
 * Inputs `"predictions.<layer>"` and `"targets.<layer>"` [N, C, H, W] for each key of `layers`, a shape for each layer
 * and one N; the gradients of all predictions go back through your network. One loss per image; "mean" is over images.
 *
 * @throws InvalidInputError for no layers, weights below 0, misspelt options; ShapeError where inputs do not fit
 */
function makePerceptual<const L extends Layers>(
  options: PerceptualOptions<L>,
): Loss<`${"predictions" | "targets"}.${keyof L & string}`, `predictions.${keyof L & string}`> {
  if (options?.layers === undefined) {
    throw new InvalidInputError(`${name}: layers is ${show(options?.layers)}; it must be ${layers.range}.`, {
      input: "layers",
    });
  }
  const given = resolveParams(name, params, options as unknown as Params);
  const weights = Object.freeze({ ...(given.layers as Layers) });
  if (given.normalize && options.distance === "mae") {
    throw new InvalidInputError(
      `${name}: distance is "mae" and normalize is true, which compares directions by their squares, as LPIPS does; leave one of the two out.`,
      { input: "distance" },
    );
  }
  return descriptor(name, Object.freeze({ ...given, layers: weights }), define(Object.keys(weights), given));
}

export const perceptual = Object.freeze(Object.assign(makePerceptual, { info }));

function define(names: readonly string[], { distance, normalize }: Params): FeaturesDefinition {
  const predictions = names.map((layer) => `predictions.${layer}`);
  const targets = names.map((layer) => `targets.${layer}`);
  return {
    ...usualItems,
    name,
    family: "window",
    inputs: Object.fromEntries([...predictions, ...targets].map((input) => [input, "real" as const])),
    gradients: predictions,
    params,
    formula,
    citation,
    numbers: (given) => {
      const weights = given.layers as Layers;
      return Object.fromEntries(names.map((layer, i) => [`layer${i}`, weights[layer] ?? 0]));
    },
    arrange: (_, inputs) => arrangeFeatures(name, names, inputs),
    plan: planFeatures,
    layers: names,
    distance: normalize
      ? "directions"
      : distance === "mae"
        ? { name: "mae", body: mae }
        : { name: "mse", body: mse },
  };
}
