import directionsText from "../../shaders/families/directions.wgsl?raw";
import directionsBackward from "../../shaders/families/directionsBackward.wgsl?raw";
import directionsForward from "../../shaders/families/directionsForward.wgsl?raw";
import featuresForward from "../../shaders/families/features.wgsl?raw";
import featuresBackward from "../../shaders/families/featuresBackward.wgsl?raw";
import type { Arrangement, ItemsDefinition, Shapes } from "../definition.js";
import { ShapeError } from "../errors.js";
import type { ShaderText } from "../plan/compose.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest, Work } from "../plan/plan.js";
import { showShape } from "../tensor.js";
import { arrangeImages } from "./images.js";
import { Items } from "./items.js";
import { Tiles } from "./tiles.js";

/** A loss of several layers of features, in inputs `predictions.<layer>` and `targets.<layer>`. */
export interface FeaturesDefinition extends ItemsDefinition {
  readonly layers: readonly string[];
  /** An elementwise body, of which features are compared one by one; or directions of all channels. */
  readonly distance: { readonly name: string; readonly body: string } | "directions";
}

const block = 16;

const inputsOf = (layer: string) => [`predictions.${layer}`, `targets.${layer}`] as const;

/** Every layer has a shape of its own; all have the same images. */
export function arrangeFeatures(name: string, layers: readonly string[], inputs: Shapes): Arrangement {
  const arranged = layers.map((layer) => arrangeImages(name, inputsOf(layer), inputs));
  const [first] = arranged;
  const sizes: Record<string, number> = {};
  for (const [i, { itemShape, sizes: own }] of arranged.entries()) {
    if (itemShape[0] !== first?.itemShape[0]) {
      const [one, other] = [layers[0] ?? "", layers[i] ?? ""].map((layer) => inputsOf(layer)[0]);
      throw new ShapeError(
        `${name}: ${one} has shape ${showShape(inputs[one ?? ""]?.shape ?? [])} and ${other} ${showShape(inputs[other ?? ""]?.shape ?? [])}; every layer must have the same number of images, its first axis.`,
      );
    }
    const { channels = 0, height = 0, width = 0 } = own;
    sizes[`channels${i}`] = channels;
    sizes[`positions${i}`] = height * width;
  }
  return {
    itemShape: first?.itemShape ?? [0],
    sizes,
    perItem: Object.assign({}, ...arranged.map(({ perItem }) => perItem)),
  };
}

/** A kernel per layer, forward and backward; layers of one dtype share their pipelines. */
export function planFeatures(request: PlanRequest): Plan {
  const { layers, distance } = request.definition as FeaturesDefinition;
  const items = new Items(request);
  const { software } = request.device;
  const { layout, frame } = items;
  const workgroup = software ? 16 : 256;
  const isDirections = distance === "directions";
  const texts: readonly ShaderText[] = isDirections
    ? [{ name: "shaders/families/directions.wgsl", text: directionsText }]
    : [
        { name: `${frame.label}/distance (generated)`, text: distanceText(distance.name) },
        { name: `shaders/losses/${distance.name}.wgsl`, text: distance.body },
      ];
  const sizesOf = (i: number) => ({
    channels: layout.sizes[`channels${i}`] ?? 0,
    positions: layout.sizes[`positions${i}`] ?? 0,
  });
  const numbersOf = (i: number): number => layout.items * sizesOf(i).channels * sizesOf(i).positions;
  /** A sweep for the norms, eight operations a channel; then so many in which directions are compared. */
  const directionsWork = (i: number, comparisons: number): Work => ({
    calls: { apartAt: comparisons * numbersOf(i) },
    flops: (8 + 3 * comparisons) * numbersOf(i),
    reads: Object.fromEntries(
      inputsOf(layers[i] ?? "").map((name) => [frame.bufferOf(name), 1 + comparisons]),
    ),
  });
  /** What a layer's kernels share. The names in WGSL are the same in every layer. */
  const glue = (shader: ShaderInterface, i: number): string => {
    const { channels, positions } = sizesOf(i);
    const [predictions, targets] = inputsOf(layers[i] ?? "");
    shader.field("channels", "u32", { u32: channels });
    shader.field("positions", "u32", { u32: positions });
    shader.field("weight", "f32", { param: `layer${i}` });
    shader.field("share", "f32", { f32: 1 / (isDirections ? positions : channels * positions) });
    return items.read(shader, predictions, "predictions") + items.read(shader, targets, "targets");
  };

  items.inspect();
  if (!request.divisorOnly) {
    const counts = layers.map((_, i) => {
      const { channels, positions } = sizesOf(i);
      return isDirections ? positions : channels * positions;
    });
    const tiles = new Tiles(items, counts);
    for (const i of layers.keys()) {
      const shader = new ShaderInterface();
      const text = glue(shader, i);
      tiles.add(i, {
        label: `layer ${i}`,
        shader,
        texts: [
          { name: `${frame.label}/layer (generated)`, text },
          ...texts,
          isDirections
            ? { name: "shaders/families/directionsForward.wgsl", text: directionsForward }
            : { name: "shaders/families/features.wgsl", text: featuresForward },
        ],
        work: isDirections
          ? directionsWork(i, 1)
          : { calls: { distanceValue: numbersOf(i) }, flops: 3 * numbersOf(i) },
      });
    }
    tiles.join();
  }
  items.reduce();
  for (const [i, layer] of layers.entries()) {
    const [predictions] = inputsOf(layer);
    if (request.divisorOnly || !request.gradients.includes(predictions)) continue;
    const { channels, positions } = sizesOf(i);
    const shader = new ShaderInterface();
    const text = glue(shader, i);
    shader.field("images", "u32", { u32: layout.items });
    items.pulls(shader);
    const store = items.gradient(shader, predictions, "predictions");
    const head = `const WORKGROUP = ${workgroup}u;\n${isDirections ? `const BLOCK = ${block}u;\n` : ""}`;
    const lanes = layout.items * positions * (isDirections ? 1 : channels / 16);
    items.add({
      label: `layer ${i} backward`,
      shader,
      texts: [{ name: `${frame.label}/layer (generated)`, text: head + text + store }, ...texts],
      skeleton: isDirections
        ? { name: "shaders/families/directionsBackward.wgsl", text: directionsBackward }
        : { name: "shaders/families/featuresBackward.wgsl", text: featuresBackward },
      workgroups: Math.max(1, Math.min(Math.ceil(lanes / workgroup), software ? 16 : 4096)),
      work: isDirections
        ? directionsWork(i, 2)
        : { calls: { distanceSlope: numbersOf(i) }, flops: 3 * numbersOf(i) },
    });
  }
  return items.finish();
}

/** An elementwise body without parameters, as `distanceValue` and `distanceSlope`. */
function distanceText(name: string): string {
  return [
    `struct ${name}Params { nothing: f32 }`,
    `struct ${name}Slopes { value: f32, predictions: f32, targets: f32 }`,
    `fn distanceValue(p: f32, t: f32) -> f32 { return ${name}Value(${name}Params(0.0), p, t).value; }`,
    `fn distanceSlope(p: f32, t: f32) -> f32 { return ${name}Value(${name}Params(0.0), p, t).predictions; }`,
    "",
  ].join("\n");
}
