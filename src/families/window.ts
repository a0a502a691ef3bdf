import backwardStage from "../../shaders/families/windowBackward.wgsl?raw";
import columnsText from "../../shaders/families/windowColumns.wgsl?raw";
import gatherStage from "../../shaders/families/windowGather.wgsl?raw";
import rowsStage from "../../shaders/families/windowRows.wgsl?raw";
import tapsText from "../../shaders/families/windowTaps.wgsl?raw";
import type { Arrangement, ItemsDefinition, LossFactory, ParamSpec, Params, Shapes } from "../definition.js";
import { ShapeError } from "../errors.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest, Work } from "../plan/plan.js";
import { showShape } from "../tensor.js";
import { factory, plainNumbers, usualItems } from "./define.js";
import { arrangeImages } from "./images.js";
import { Items } from "./items.js";
import { paramsText } from "./params.js";
import { Tiles } from "./tiles.js";

/** What every loss of windows has for parameters. */
export type WindowParams = {
  readonly windowSize: ParamSpec<number>;
  readonly sigma: ParamSpec<number>;
  readonly dataRange: ParamSpec<number>;
};

/** What a file in `losses/` says of a loss of two images' windows. */
export interface WindowSpec<S extends WindowParams> {
  readonly name: string;
  readonly params: S;
  readonly formula: string;
  readonly citation: string;
  /** WGSL: `fn <name>Value(params: <name>Params, moments: Moments) -> MomentSlopes`. */
  readonly body: string;
}

interface WindowDefinition extends ItemsDefinition {
  readonly body: string;
}

/** What a kernel computes at each tap of a window. */
const tapFlops = { rows: 16, columns: 23, gather: 18, backward: 12 };

/** A window narrower than this is one pixel in f32, and its square must not vanish. */
const leastSigma = 0.03;

/**
 * Makes the factory of a loss of Gaussian windows of `predictions` and `targets`: the mean over all windows that
 * lie within the image. The kernels take moments row by row, then column by column; the windows' pulls come back
 * to the pixels the same way. Scratch: eight f32 per pixel (four without gradients).
 */
export function windowed<S extends WindowParams>(
  spec: WindowSpec<S>,
): LossFactory<S, "predictions" | "targets", "predictions"> {
  const definition: WindowDefinition = {
    ...usualItems,
    family: "window",
    inputs: { predictions: "real", targets: "real" },
    gradients: ["predictions"],
    numbers: (params) => ({
      ...plainNumbers(params),
      sigma: Math.max(Number(params.sigma), leastSigma),
    }),
    flags: ({ windowSize }) => ({ windowSize }),
    arrange: (params, inputs) => arrangeWindows(spec.name, params, inputs),
    plan: planWindows,
    ...spec,
  };
  return factory(definition);
}

function arrangeWindows(name: string, { windowSize }: Params, inputs: Shapes): Arrangement {
  const arranged = arrangeImages(name, ["predictions", "targets"], inputs);
  const { channels = 0, height = 0, width = 0 } = arranged.sizes;
  checkFits(name, Number(windowSize), height, width, inputs.predictions?.shape ?? []);
  const pixels = channels * height * width;
  return { ...arranged, scratchPerItem: { held: 32 * pixels, bound: 16 * pixels } };
}

function checkFits(
  name: string,
  size: number,
  height: number,
  width: number,
  shape: readonly number[],
): void {
  if (height >= size && width >= size) return;
  throw new ShapeError(
    `${name}: predictions has shape ${showShape(shape)}, ${height} by ${width} pixels, and windowSize is ${size}; give images of at least ${size} by ${size}, or a smaller windowSize.`,
  );
}

function planWindows(request: PlanRequest): Plan {
  const { body, name } = request.definition as WindowDefinition;
  const items = new Items(request);
  const { software } = request.device;
  const { layout } = items;
  const { channels = 0, height = 0, width = 0 } = layout.sizes;
  const size = Number(request.params.windowSize);
  // An encode may ask for another window than was arranged for.
  checkFits(name, size, height, width, [layout.items, channels, height, width]);
  const across = width - size + 1;
  const down = height - size + 1;
  const planes = layout.items * channels;
  const windows = planes * down * across;
  const rowsOfWindows = planes * height * across;
  /** So many windows, or rows of them. Neighbours share their pixels, which are near still. */
  const tapped = (count: number, each: number): Work => ({ flops: count * size * each });
  const workgroup = software ? 16 : 256;
  const pulls = request.gradients.length > 0;
  // As much as any window needs: an encode with another finds these buffers.
  items.scratch("moments", 16 * planes * height * width);
  if (pulls) items.scratch("windowPulls", 16 * planes * height * width);

  const glue = (shader: ShaderInterface): string => {
    shader.sizes({ planes, channels, height, width, down, across });
    shader.field("sigma", "f32", { param: "sigma" });
    return [
      `const TAPS = ${size}u;`,
      `const MIDDLE = ${Math.floor(size / 2)}u;`,
      items.read(shader, "predictions"),
      items.read(shader, "targets"),
    ].join("\n");
  };
  const taps = { name: "shaders/families/windowTaps.wgsl", text: tapsText };
  const add = (
    label: string,
    shader: ShaderInterface,
    text: string,
    skeleton: string,
    file: string,
    work: Work,
  ): void => {
    const groups = Math.ceil((planes * height * width) / (workgroup * 16));
    items.add({
      label,
      shader,
      texts: [
        { name: `${name}/${label} (generated)`, text: `const WORKGROUP = ${workgroup}u;\n${text}` },
        taps,
      ],
      skeleton: { name: `shaders/families/${file}.wgsl`, text: skeleton },
      workgroups: Math.max(1, Math.min(groups, software ? 16 : 4096)),
      work,
    });
  };

  items.inspect();
  if (!request.divisorOnly) {
    const rows = new ShaderInterface();
    const rowsGlue = glue(rows);
    rows.storage("moments", "array<vec4f>", items.whole("moments", "read_write"));
    add("rows", rows, rowsGlue, rowsStage, "windowRows", tapped(rowsOfWindows, tapFlops.rows));

    const tiles = new Tiles(items, [channels * down * across]);
    const columns = new ShaderInterface();
    const text = [glue(columns)];
    columns.storage("moments", "array<vec4f>", items.whole("moments", "read"));
    text.push(paramsText(columns, name, request.definition.numbers(request.params)));
    text.push(`fn windowLoss(moments: Moments) -> MomentSlopes { return ${name}Value(params(), moments); }`);
    if (pulls) {
      columns.storage("windowPulls", "array<vec4f>", items.whole("windowPulls", "read_write"));
    }
    text.push(`fn leavePulls(at: u32, pull: vec4f) { ${pulls ? "windowPulls[at] = pull;" : ""} }\n`);
    tiles.add(0, {
      label: "columns",
      shader: columns,
      texts: [
        { name: `${name}/columns (generated)`, text: text.join("\n") },
        { name: `shaders/losses/${name}.wgsl`, text: body },
        taps,
        { name: "shaders/families/windowColumns.wgsl", text: columnsText },
      ],
      prepares: true,
      work: { ...tapped(windows, tapFlops.columns), calls: { windowLoss: windows } },
    });
    tiles.join();
  }
  items.reduce();
  if (pulls && !request.divisorOnly) {
    const gather = new ShaderInterface();
    const gatherGlue = glue(gather);
    gather.storage("windowPulls", "array<vec4f>", items.whole("windowPulls", "read"));
    gather.storage("moments", "array<vec4f>", items.whole("moments", "read_write"));
    add("gather", gather, gatherGlue, gatherStage, "windowGather", tapped(windows, tapFlops.gather));

    const backward = new ShaderInterface();
    const backwardGlue = glue(backward);
    backward.storage("moments", "array<vec4f>", items.whole("moments", "read"));
    items.pulls(backward);
    const store = items.gradient(backward, "predictions");
    add(
      "backward",
      backward,
      backwardGlue + store,
      backwardStage,
      "windowBackward",
      tapped(rowsOfWindows, tapFlops.backward),
    );
  }
  return items.finish();
}
