import forwardText from "../../shaders/families/neighbours.wgsl?raw";
import backwardStage from "../../shaders/families/neighboursBackward.wgsl?raw";
import type { ItemsDefinition, LossFactory, ParamSpecs } from "../definition.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest } from "../plan/plan.js";
import { factory, usualItems } from "./define.js";
import { arrangeImages } from "./images.js";
import { Items } from "./items.js";
import { Tiles } from "./tiles.js";

/** What a file in `losses/` says of a loss of neighbouring pixels. */
export interface NeighboursSpec<S extends ParamSpecs> {
  readonly name: string;
  readonly params: S;
  readonly formula: string;
  readonly citation: string;
  /** WGSL: `fn <name>Value(here: f32, next: f32) -> f32` and its slope by `next`, `<name>Slope`. */
  readonly body: string;
}

interface NeighboursDefinition extends ItemsDefinition {
  readonly body: string;
}

/** Makes the factory of a loss of each pixel of `predictions` and its right and lower neighbours. */
export function neighbours<S extends ParamSpecs>(
  spec: NeighboursSpec<S>,
): LossFactory<S, "predictions", "predictions"> {
  const definition: NeighboursDefinition = {
    ...usualItems,
    family: "window",
    inputs: { predictions: "real" },
    gradients: ["predictions"],
    arrange: (_, inputs) => arrangeImages(spec.name, ["predictions"], inputs),
    plan: planNeighbours,
    ...spec,
  };
  return factory(definition);
}

function planNeighbours(request: PlanRequest): Plan {
  const { body, name } = request.definition as NeighboursDefinition;
  const items = new Items(request);
  const { software } = request.device;
  const { layout } = items;
  const { channels = 0, height = 0, width = 0 } = layout.sizes;
  const pixels = channels * height * width;
  const workgroup = software ? 16 : 256;
  // A pixel and its right neighbour, a pixel and its lower one.
  const pairs = layout.items * channels * (2 * height * width - height - width);
  const glue = (shader: ShaderInterface): string => {
    shader.sizes({ height, width });
    return [
      items.read(shader, "predictions"),
      `fn neighbourValue(here: f32, next: f32) -> f32 { return ${name}Value(here, next); }`,
      `fn neighbourSlope(here: f32, next: f32) -> f32 { return ${name}Slope(here, next); }`,
      "",
    ].join("\n");
  };
  const texts = (text: string) => [
    { name: `${name}/pixels (generated)`, text },
    { name: `shaders/losses/${name}.wgsl`, text: body },
  ];
  items.inspect();
  if (!request.divisorOnly) {
    const tiles = new Tiles(items, [pixels]);
    const shader = new ShaderInterface();
    const forward = { name: "shaders/families/neighbours.wgsl", text: forwardText };
    const work = { calls: { neighbourValue: pairs }, flops: pairs };
    tiles.add(0, { label: "forward", shader, texts: [...texts(glue(shader)), forward], work });
    tiles.join();
  }
  items.reduce();
  if (request.gradients.length > 0) {
    const shader = new ShaderInterface();
    const text = `const WORKGROUP = ${workgroup}u;\n${glue(shader)}`;
    shader.sizes({ images: layout.items, channels });
    items.pulls(shader);
    const tiles = Math.ceil((layout.items * pixels) / (workgroup * 16));
    items.add({
      label: "backward",
      shader,
      texts: texts(text + items.gradient(shader, "predictions")),
      skeleton: { name: "shaders/families/neighboursBackward.wgsl", text: backwardStage },
      workgroups: Math.max(1, Math.min(tiles, software ? 16 : 4096)),
      work: { calls: { neighbourSlope: 2 * pairs }, flops: 2 * pairs + layout.items * pixels },
    });
  }
  return items.finish();
}
