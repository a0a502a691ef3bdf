import productsStage from "../../shaders/families/products.wgsl?raw";
import backwardStage from "../../shaders/families/productsBackward.wgsl?raw";
import entriesText from "../../shaders/families/productsEntries.wgsl?raw";
import type { Arrangement, ItemsDefinition, LossFactory, ParamSpecs, Shapes } from "../definition.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest, Work } from "../plan/plan.js";
import { factory, usualItems } from "./define.js";
import { arrangeImages } from "./images.js";
import { Items } from "./items.js";
import { Tiles } from "./tiles.js";

/** What a file in `losses/` says of a loss of two images' products of channels. */
export interface ProductsSpec<S extends ParamSpecs> {
  readonly name: string;
  readonly params: S;
  readonly formula: string;
  readonly citation: string;
  /** WGSL: `fn <name>Value(difference: f32) -> f32` of an entry of G(p) − G(t), and its slope, `<name>Slope`. */
  readonly body: string;
}

interface ProductsDefinition extends ItemsDefinition {
  readonly body: string;
}

const block = 16;

/** At one position of a block: two products and two sums for each of 4 × 4 entries, and eight differences. */
const blockFlops = 4 * 16 + 8;

/** Positions are summed in runs: enough of them to keep every lane busy, each short enough for f32. */
const shortestRun = 256;
const longestRun = 4096;

/**
 * Makes the factory of a loss of the entries of G(p) − G(t), G(x) = x·xᵀ/(C·H·W), x being an image's channels by its
 * positions. Scratch per image: the products of every run, and one matrix of slopes [C, C].
 */
export function products<S extends ParamSpecs>(
  spec: ProductsSpec<S>,
): LossFactory<S, "predictions" | "targets", "predictions"> {
  const definition: ProductsDefinition = {
    ...usualItems,
    family: "window",
    inputs: { predictions: "real", targets: "real" },
    gradients: ["predictions"],
    arrange: (_, inputs) => arrangeProducts(spec.name, inputs),
    plan: planProducts,
    ...spec,
  };
  return factory(definition);
}

function arrangeProducts(name: string, inputs: Shapes): Arrangement {
  const arranged = arrangeImages(name, ["predictions", "targets"], inputs);
  const { channels = 0, height = 0, width = 0 } = arranged.sizes;
  const { sums, slopes } = bytesOf(channels, runsOf(1, channels, height * width, false).runs);
  return { ...arranged, scratchPerItem: { held: sums + slopes, bound: Math.max(sums, slopes) } };
}

/** How positions are cut into runs. More images, fewer runs of each. */
function runsOf(
  images: number,
  channels: number,
  positions: number,
  software: boolean,
): { readonly run: number; readonly runs: number } {
  const blocks = Math.ceil(channels / 4);
  const lanes = software ? 256 : 16384;
  const wanted = Math.ceil((2 * lanes) / (images * blocks * (blocks + 1)));
  const most = Math.ceil(positions / shortestRun);
  const least = Math.ceil(positions / longestRun);
  const runs = Math.max(1, least, Math.min(most, wanted));
  const run = Math.ceil(positions / runs / block) * block;
  return { run, runs: Math.max(1, Math.ceil(positions / run)) };
}

/** Bytes of an image's sums of products and of its slopes. */
function bytesOf(channels: number, runs: number): { readonly sums: number; readonly slopes: number } {
  const blocks = Math.ceil(channels / 4);
  return { sums: 32 * blocks * (blocks + 1) * runs, slopes: 16 * blocks * channels };
}

function planProducts(request: PlanRequest): Plan {
  const { body, name } = request.definition as ProductsDefinition;
  const items = new Items(request);
  const { software } = request.device;
  const { layout } = items;
  const images = layout.items;
  const { channels = 0, height = 0, width = 0 } = layout.sizes;
  const positions = height * width;
  const blocks = Math.ceil(channels / 4);
  const pairs = (blocks * (blocks + 1)) / 2;
  const { run, runs } = runsOf(Math.max(1, images), channels, positions, software);
  const workgroup = software ? 16 : 64;
  const pulls = request.gradients.length > 0;
  const { sums, slopes } = bytesOf(channels, runs);
  items.scratch("sums", images * sums);
  if (pulls) items.scratch("slopes", images * slopes);

  const fields = (shader: ShaderInterface): void =>
    shader.sizes({ images, channels, positions, blocks, run, runs });
  const share = "fn productShare() -> f32 { return 1.0 / f32(uniforms.channels * uniforms.positions); }\n";
  const constants = `const WORKGROUP = ${workgroup}u;\nconst BLOCK = ${block}u;\n`;
  const add = (
    label: string,
    shader: ShaderInterface,
    text: string,
    skeleton: string,
    file: string,
    jobs: number,
    work: Work,
  ) =>
    items.add({
      label,
      shader,
      texts: [{ name: `${name}/${label} (generated)`, text: constants + share + text }],
      skeleton: { name: `shaders/families/${file}.wgsl`, text: skeleton },
      workgroups: Math.max(1, Math.min(Math.ceil(jobs / workgroup), software ? 16 : 4096)),
      work,
    });

  items.inspect();
  if (!request.divisorOnly) {
    const forward = new ShaderInterface();
    fields(forward);
    const text = items.read(forward, "predictions") + items.read(forward, "targets");
    forward.storage("sums", "array<vec4u>", items.whole("sums", "read_write"));
    // A workgroup goes over a run for a block of every lane.
    const sweeps = Math.ceil(pairs / workgroup);
    add("products", forward, text, productsStage, "products", images * runs * pairs, {
      flops: images * positions * pairs * blockFlops,
      reads: { "input/predictions": sweeps, "input/targets": sweeps },
    });

    const tiles = new Tiles(items, [channels * channels]);
    const entries = new ShaderInterface();
    fields(entries);
    entries.storage("sums", "array<vec4u>", items.whole("sums", "read"));
    if (pulls) entries.storage("slopes", "array<f32>", items.whole("slopes", "read_write"));
    const glue = [
      share,
      `fn entryValue(difference: f32) -> f32 { return ${name}Value(difference); }`,
      `fn entrySlope(difference: f32) -> f32 { return ${name}Slope(difference); }`,
      `fn leaveSlope(at: u32, slope: f32) { ${pulls ? "slopes[at] = slope;" : ""} }`,
      "",
    ];
    tiles.add(0, {
      label: "entries",
      shader: entries,
      texts: [
        { name: `${name}/entries (generated)`, text: glue.join("\n") },
        { name: `shaders/losses/${name}.wgsl`, text: body },
        { name: "shaders/families/productsEntries.wgsl", text: entriesText },
      ],
      work: {
        calls: { entryValue: images * channels ** 2, entrySlope: images * channels ** 2 },
        flops: images * channels ** 2 * runs,
      },
    });
    tiles.join();
  }
  items.reduce();
  if (pulls && !request.divisorOnly) {
    const backward = new ShaderInterface();
    fields(backward);
    const read = items.read(backward, "predictions");
    backward.storage("slopes", "array<vec4f>", items.whole("slopes", "read"));
    items.pulls(backward);
    const text = read + items.gradient(backward, "predictions");
    const spans = Math.ceil(positions / 4);
    add("backward", backward, text, backwardStage, "productsBackward", images * blocks * spans, {
      flops: 2 * images * positions * channels * 4 * blocks,
      reads: { "input/predictions": blocks, slopes: Math.ceil(spans / workgroup) },
    });
  }
  return items.finish();
}
