import skeleton from "../../shaders/families/elementwise.wgsl?raw";
import type { ElementwiseLayout } from "../check/layout.js";
import type { ElementwiseDefinition } from "../definition.js";
import { UnsupportedError } from "../errors.js";
import type { ShaderText } from "../plan/compose.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest } from "../plan/plan.js";
import { elementwiseGlue, type Pass } from "./elementwiseGlue.js";
import { cutRanges, Frame, gradientSpec, type Range } from "./frame.js";
import { inspectStreamed } from "./inspect.js";
import { checkedInputs, type TallyField, tallyFields, tallyText } from "./tally.js";
import { weightsText } from "./weights.js";

/** The default limit on storage buffers per shader stage: no dispatch of ours binds more. */
const maxStorageBuffers = 8;

/** An elementwise loss → its dispatches: (count,) kernel per range, fold; for a root: kernel, fold, gradients. */
export function planElementwise(request: PlanRequest): Plan {
  const definition = request.definition as ElementwiseDefinition;
  const layout = request.layout as ElementwiseLayout;
  const { reduction, gradients, streamed } = request;
  const mean = reduction === "mean" || reduction === "weightedMean";
  const inputs = [...Object.keys(definition.inputs), "weights"].filter((key) => request.inputs[key]);
  const summed = gradients.filter((input) => layout.broadcast.includes(input));
  const tally = tallyFields(summed, checkedInputs(request, inputs), definition.terms);
  const list = definition.perLastAxis ? request.params[definition.perLastAxis] : undefined;
  const weighted = reduction === "weightedMean" && layout.weights !== undefined && !request.externalDivisor;
  const frame = new Frame(
    request,
    tally,
    weighted ? undefined : mean ? layout.items : 1,
    Array.isArray(list) ? list : undefined,
  );
  for (const input of inputs) {
    frame.input(input);
  }
  const whole = cutRanges(layout.items, request.device.maxBindingSize / 4, 1024);
  const ranges = streamed ? cutRanges(layout.items, streamed.items, streamed.step) : whole;
  inspectStreamed(frame, tally);
  if (weighted) frame.count(whole, (shader, range) => countGlue(frame, shader, layout, range));

  const rooted = definition.finish === "root" && !request.externalDivisor;
  const written = gradients.filter((input) => !summed.includes(input));
  const run = (list: readonly { gradients: readonly string[]; loss: boolean }[], root: boolean): void =>
    frame.sweep(ranges, list, ({ gradients, loss }, range) =>
      dispatch(frame, definition, layout, tally, { inputs, gradients, loss, range }, root),
    );
  if (rooted) run([{ gradients: [], loss: true }], false);
  else if (!request.divisorOnly) run(passes(written, true), false);
  const fold = (gradients: readonly string[]): void =>
    frame.fold({
      counted: layout.items,
      summed: gradients,
      root: rooted,
      writesLoss: reduction !== "none",
      terms: definition.terms ?? 0,
    });
  if (!rooted) fold(summed);
  else {
    // An input that its own gradient overwrites is read once more, by the pass that writes the others.
    const overwrites = summed.filter((input) => request.inPlace.includes(input));
    fold(summed.filter((input) => !overwrites.includes(input)));
    if (!request.divisorOnly && written.length > 0) {
      run(passes(written, false), true);
    }
    if (overwrites.length > 0) fold(overwrites);
  }
  return frame.finish(layout.items);

  /** As few passes as the binding limit allows; gradients in place come last, when nothing needs their input. */
  function passes(written: readonly string[], withLoss: boolean): { gradients: string[]; loss: boolean }[] {
    const fixed = inputs.length + (reduction === "none" ? 1 : 0) + 2 + (request.scalePerItem ? 1 : 0);
    const ordered = [...written].sort(
      (a, b) => Number(request.inPlace.includes(a)) - Number(request.inPlace.includes(b)),
    );
    const apart = fixed - (reduction === "none" ? 1 : 0) + 1;
    const needed = Math.max(withLoss ? fixed : 0, written.length > 0 ? apart : 0);
    if (needed > maxStorageBuffers) {
      throw new UnsupportedError(
        `${definition.name}: ${inputs.join(", ")} and the results need ${needed} storage buffers, and a kernel binds at most ${maxStorageBuffers}; leave out weights or reduction "none", ask for no gradients, or give fewer inputs.`,
      );
    }
    const result: { gradients: string[]; loss: boolean }[] = [{ gradients: [], loss: withLoss }];
    let bound = fixed;
    for (const input of ordered) {
      const cost = request.inPlace.includes(input) ? 0 : 1;
      if (bound + cost > maxStorageBuffers) {
        result.push({ gradients: [], loss: false });
        bound = fixed - (reduction === "none" ? 1 : 0);
      }
      result.at(-1)?.gradients.push(input);
      bound += cost;
    }
    return result;
  }
}

function dispatch(
  frame: Frame,
  definition: ElementwiseDefinition,
  layout: ElementwiseLayout,
  tally: readonly TallyField[],
  pass: Pass,
  rooted: boolean,
): void {
  const { request } = frame;
  const { gradients, loss, range } = pass;
  const workgroup = frame.software ? 32 : 256;
  const unroll = frame.software ? 32 : 4;
  const tiles = Math.ceil(range.count / (4 * workgroup * unroll));
  const workgroups = Math.max(1, Math.min(tiles, frame.software ? 16 : 2048));
  const shader = new ShaderInterface();
  shader.field("items", "u32", { u32: range.count });
  shader.field("firstItem", "u32", { u32: range.first % 2 ** 32 });
  shader.field("firstSlot", "u32", { u32: frame.slots });
  const scale = frame.scale(shader, rooted);
  for (const input of gradients) {
    if (input !== request.streamed?.input)
      frame.buffers[`gradient/${input}`] ??= gradientSpec(request, input);
  }
  const glue = elementwiseGlue(frame, shader, definition, layout, pass);
  const head = [
    `const WORKGROUP = ${workgroup}u;`,
    `const UNROLL = ${unroll}u;`,
    "alias Folded = Tally;",
    "fn mergeFolded(a: Folded, b: Folded) -> Folded { return mergeTally(a, b); }",
    tallyText(tally),
    shader.text(),
    scale,
    glue,
  ].join("\n");
  const pieces: ShaderText[] = [
    { name: `${frame.label}/kernel (generated)`, text: head },
    { name: `shaders/losses/${definition.bodyName}.wgsl`, text: definition.body },
  ];
  frame.steps.push({
    kind: "dispatch",
    label: `${frame.label}/kernel`,
    module: frame.module(pieces, { name: "shaders/families/elementwise.wgsl", text: skeleton }),
    bindings: shader.bindings,
    uniform: shader.uniform,
    workgroups,
    work: frame.work({ calls: { [definition.bodyFunction]: range.count } }),
  });
  if (loss) frame.slots += workgroups;
}

/** weightedMean divides by the weights as broadcast, once per element weighed. */
function countGlue(
  frame: Frame,
  shader: ShaderInterface,
  layout: ElementwiseLayout,
  range: Range,
): ShaderText[] {
  const text = [
    weightsText(frame, shader, layout, range, "one"),
    "fn countItem(item: u32) -> Count {",
    "  let bits = weightBits(item);",
    "  let usable = (bits & infinityBits) != infinityBits;",
    "  let weight = select(0.0, bitcast<f32>(bits), usable);",
    "  return Count(1u, weight, weight, select(1u, 0u, usable));",
    "}",
    "",
  ].join("\n");
  return [{ name: `${frame.label}/weights (generated)`, text }];
}
