import itemsStage from "../../shaders/stages/items.wgsl?raw";
import { kindsOf } from "../check/descriptor.js";
import type { ItemsLayout } from "../check/layout.js";
import type { ItemsDefinition } from "../definition.js";
import { UnsupportedError } from "../errors.js";
import type { ShaderText } from "../plan/compose.js";
import { identifier, ShaderInterface } from "../plan/interface.js";
import type { Binding, Plan, PlanRequest, UniformField, Work } from "../plan/plan.js";
import { isHalf } from "../tensor.js";
import { cutRanges, Frame, gradientSpec } from "./frame.js";
import { faultText, inspect } from "./inspect.js";
import { pack } from "./pack.js";
import { elementInput, elementRead, quadInput } from "./storage.js";
import { highCount, type TallyField, tallyFields, tallyText } from "./tally.js";
import { weightsText } from "./weights.js";

/** A kernel of a family's own. */
export interface Kernel {
  /** What it does, in a word: `forward`. */
  readonly label: string;
  readonly shader: ShaderInterface;
  /** Generated text and bodies. The interface's own text is added. */
  readonly texts: readonly ShaderText[];
  readonly skeleton: ShaderText;
  readonly workgroups: number;
  /** Runs of it, one after the other, that differ in numbers of the uniform, by place; left out: one as it is. */
  readonly runs?: readonly Run[];
  /** It has operations of subgroups. */
  readonly subgroups?: boolean;
  /** What it costs; of several runs each says its own. */
  readonly work?: Work;
}

export interface Run {
  readonly fields: Readonly<Record<number, UniformField>>;
  readonly workgroups: number;
  readonly work?: Work;
}

/** How a planner's family differs from the usual. */
export interface ItemsOptions {
  /** The kernels decide which items count, by the second word of an item; else all do. */
  readonly decides?: boolean;
  /** What counts are not the items but pairs of them: a kernel says how many, by `Frame.leaveCounts`. */
  readonly pairs?: boolean;
  /** Inputs of one element whose gradient is a sum: kernels leave each item's slopes by them, see `slopes`. */
  readonly summed?: readonly string[];
}

/**
 * What families have in common whose kernels leave one loss per item:
 *
 *     inspect per input → forward kernels → (count) → items → fold → backward kernels → (pack)
 *
 * The family adds `inspect`s and kernels; `reduce` adds count, items and fold; kernels after it read
 * `pulls`, what each item's gradient is to be multiplied by: weight · upstream · scale / divisor, as f32
 * bits, 0 for items that do not count, NaN for those that cannot be computed.
 */
export class Items {
  readonly frame: Frame;
  readonly request: PlanRequest;
  readonly layout: ItemsLayout;
  /** The inputs given, in the contract's order, without weights. */
  readonly given: readonly string[];
  readonly #decides: boolean;
  /** Inputs whose gradient is asked for and is a sum over the items. */
  readonly summed: readonly string[];
  readonly #tally: readonly TallyField[];
  readonly #counts: boolean;
  readonly #pairs: boolean;

  constructor(request: PlanRequest, { decides = false, pairs = false, summed = [] }: ItemsOptions = {}) {
    const definition = request.definition as ItemsDefinition;
    const layout = request.layout as ItemsLayout;
    const { reduction, inputs } = request;
    const isMean = reduction === "mean" || reduction === "weightedMean";
    this.request = request;
    this.layout = layout;
    this.given = Object.keys(definition.inputs).filter((name) => inputs[name]);
    this.#decides = decides;
    this.#pairs = pairs;
    this.summed = summed.filter((name) => request.gradients.includes(name));
    this.#counts =
      isMean &&
      !pairs &&
      !request.externalDivisor &&
      (decides || (reduction === "weightedMean" && !!inputs.weights));
    const checked = request.checkInputs ? [...this.given, ...(inputs.weights ? ["weights"] : [])] : [];
    const natural = this.#counts || (pairs && isMean) ? undefined : isMean ? layout.items : 1;
    this.#tally = [...tallyFields(this.summed, checked), ...(pairs ? [highCount] : [])];
    this.frame = new Frame(request, this.#tally, natural, undefined);
    for (const name of [...this.given, "weights"]) if (inputs[name]) this.frame.input(name);
    this.scratch("items", 8 * layout.items);
    if (request.gradients.length > 0) this.scratch("pulls", 4 * layout.items);
    if (this.summed.length > 0) this.scratch("slopes", 4 * this.summed.length * layout.items);
  }

  /** A buffer of ours. */
  scratch(name: string, size: number): void {
    // Of no items too there is one element to bind, a vector at most.
    this.frame.buffers[name] = { role: "scratch", size: Math.max(16, size) };
  }

  /** A binding of the whole of a scratch buffer. */
  whole(name: string, access: Binding["access"]): Binding {
    return { buffer: name, offset: 0, size: this.frame.buffers[name]?.size ?? 4, access };
  }

  /**
   * Declares an input, all of it: `read_<name>(element) -> u32`, the bits of an f32, or of an i32.
   *
   * @param vector its rows are of whole quads: `load_<name>(quad) -> vec4u` reads four neighbours at once
   */
  read(shader: ShaderInterface, name: string, called = identifier(name), vector = false): string {
    const { elements, dtype, offset } = this.request.inputs[name] ?? { elements: 0, dtype: "f32", offset: 0 };
    const binding = this.frame.window(`input/${name}`, dtype, vector, 0, elements, offset);
    const stored = { name: called, dtype, vector, binding };
    return vector ? quadInput(shader, stored) + elementRead(stored) : elementInput(shader, stored);
  }

  /** Declares `itemLosses`: (bits of the loss, 1 where the item counts) of each item. */
  losses(shader: ShaderInterface, access: Binding["access"]): void {
    shader.storage("itemLosses", "array<vec2u>", this.whole("items", access));
  }

  /** Declares `pulls`: bits of what each item's gradient is to be multiplied by. */
  pulls(shader: ShaderInterface): void {
    shader.storage("pulls", "array<u32>", this.whole("pulls", "read"));
  }

  /** Declares `slopes`: each item's slopes by the summed inputs, in their order, item after item, f32. */
  slopes(shader: ShaderInterface, access: Binding["access"]): void {
    if (this.summed.length > 0) shader.storage("slopes", "array<f32>", this.whole("slopes", access));
  }

  /**
   * Declares a gradient and `storeGradient_<name>(element, value, isNan)`. Every element must be stored
   * by one thread, once; 16-bit gradients are packed at the end.
   *
   * @param called the name it has in the kernel, where kernels of several inputs are to share a pipeline
   * @param vector rows are of whole quads: `storeQuad_<name>(quad, value, isNan)` stores four neighbours at once
   */
  gradient(shader: ShaderInterface, name: string, called = identifier(name), vector = false): string {
    const { request, frame } = this;
    const { elements } = request.inputs[name] ?? { elements: 0 };
    const isWide = isHalf(request.gradientDtypes[name] ?? "f32");
    const inPlace = request.inPlace.includes(name) && !isWide;
    if (isWide) this.scratch(`wide/${name}`, 4 * elements);
    else frame.buffers[`gradient/${name}`] = gradientSpec(request, name);
    const buffer = isWide ? `wide/${name}` : inPlace ? `input/${name}` : `gradient/${name}`;
    const offset = inPlace ? (request.inputs[name]?.offset ?? 0) : 0;
    const window = frame.window(buffer, "f32", vector, 0, Math.max(1, elements), offset);
    const data = `gradient_${called}`;
    shader.storage(data, vector ? "array<vec4u>" : "array<u32>", { ...window, access: "read_write" });
    const stored = (at: string, value: string): string =>
      `accumulated(${request.accumulated.includes(name)}, ${at}, ${value}, isNan, false)`;
    const one = vector ? `${data}[element / 4u][element % 4u]` : `${data}[element]`;
    // Where nothing is added up, a NaN is made of whatever is there by its bits.
    const four = request.accumulated.includes(name)
      ? `vec4u(${["x", "y", "z", "w"].map((k) => stored(`${data}[quad].${k}`, `value.${k}`)).join(", ")})`
      : "bitcast<vec4u>(value) | vec4u(select(0u, nanBits, isNan))";
    return [
      `fn storeGradient_${called}(element: u32, value: f32, isNan: bool) { ${one} = ${stored(one, "value")}; }\n`,
      vector
        ? `fn storeQuad_${called}(quad: u32, value: vec4f, isNan: bool) { ${data}[quad] = ${four}; }\n`
        : "",
    ].join("");
  }

  /** Adds a kernel. @throws UnsupportedError for what one binding of the device cannot take */
  add({
    label,
    shader,
    texts,
    skeleton,
    workgroups,
    work = {},
    runs = [{ fields: {}, workgroups }],
    subgroups = false,
  }: Kernel): void {
    const { maxBindingSize } = this.request.device;
    for (const { buffer, size } of shader.bindings) {
      if (size <= maxBindingSize) continue;
      throw new UnsupportedError(
        `${this.frame.label}: ${buffer} takes ${size} bytes and one binding of this device ${maxBindingSize}; give fewer or smaller items at a time, or use a device with larger bindings.`,
      );
    }
    const enabled = subgroups ? "enable subgroups;\n" : "";
    const head = { name: `${this.frame.label}/${label} (generated)`, text: enabled + shader.text() };
    const module = this.frame.module([head, ...texts], skeleton);
    for (const run of runs) {
      this.frame.steps.push({
        kind: "dispatch",
        label: `${this.frame.label}/${label}`,
        module,
        bindings: shader.bindings,
        uniform: shader.uniform.map((field, place) => run.fields[place] ?? field),
        workgroups: run.workgroups,
        work: this.frame.work(run.work ?? work),
      });
    }
  }

  /**
   * Adds the look at every input given, under `checkInputs`.
   *
   * @param fault `fn isFault(element: u32) -> bool` for inputs whose domain depends on more than their kind, or
   *   whose elements do not all count; it declares what it reads. `undefined`: the kind's own.
   */
  inspect(fault: (name: string, shader: ShaderInterface) => string | undefined = () => undefined): void {
    if (!this.request.checkInputs) return;
    const kinds = kindsOf(this.request.definition, this.request.params);
    for (const name of this.given) {
      const shader = new ShaderInterface();
      const kind = kinds[name] ?? "real";
      const own = fault(name, shader);
      if (own === undefined && kind === "identities") continue;
      const text = own ?? this.read(shader, name) + faultText(identifier(name), kind);
      const { elements } = this.request.inputs[name] ?? { elements: 0 };
      inspect(this.frame, this.#tally, { name, elements, shader, fault: text });
    }
  }

  /** Adds what makes a loss of the items' losses, and pulls of the divisor. */
  reduce(): void {
    const { frame, request, layout } = this;
    const ranges = cutRanges(layout.items, Number.POSITIVE_INFINITY, 1);
    if (this.#counts) frame.count(ranges, (shader, range) => this.#countGlue(shader, range));
    if (!request.divisorOnly) for (const range of ranges) this.#items(range);
    frame.fold({
      counted: this.#pairs ? "side" : this.#decides ? undefined : layout.items,
      summed: this.summed,
      root: false,
      writesLoss: request.reduction !== "none",
    });
  }

  /** The plan; 16-bit gradients are packed now. */
  finish(): Plan {
    const { frame, request } = this;
    if (!request.divisorOnly) {
      for (const name of request.gradients) {
        if (this.frame.buffers[`wide/${name}`]) pack(frame, name, request.inputs[name]?.elements ?? 0);
      }
    }
    return frame.finish(this.#decides || this.#pairs ? undefined : this.layout.items);
  }

  #tallies(workgroup: number): string {
    return [
      `const WORKGROUP = ${workgroup}u;`,
      "const BLOCK = 16u;",
      "alias Folded = Tally;",
      "fn mergeFolded(a: Folded, b: Folded) -> Folded { return mergeTally(a, b); }",
      tallyText(this.#tally),
    ].join("\n");
  }

  #countGlue(shader: ShaderInterface, range: { first: number; count: number }): ShaderText[] {
    const { frame, layout, request } = this;
    const isWeighed = request.reduction === "weightedMean";
    const weights = isWeighed
      ? weightsText(frame, shader, layout, range, "one")
      : "fn weightBits(item: u32) -> u32 { return 0x3f800000u; }\n";
    shader.field("firstOfAll", "u32", { u32: range.first });
    if (this.#decides) this.losses(shader, "read");
    const text = [
      weights,
      "fn countItem(item: u32) -> Count {",
      `  let counts = ${this.#decides ? "itemLosses[uniforms.firstOfAll + item].y != 0u" : "true"};`,
      "  let bits = weightBits(item);",
      "  let usable = (bits & infinityBits) != infinityBits;",
      "  let weight = select(0.0, bitcast<f32>(bits), usable && counts);",
      "  return Count(select(0u, 1u, counts), weight, weight, select(0u, 1u, counts && !usable));",
      "}",
      "",
    ].join("\n");
    return [{ name: `${frame.label}/items counted (generated)`, text }];
  }

  /** Items weighed and summed; what each pulls by. */
  #items(range: { first: number; count: number }): void {
    const { frame, request, layout } = this;
    const { reduction, accumulateLoss, inputs, checkInputs } = request;
    const workgroup = frame.software ? 16 : 256;
    const shader = new ShaderInterface();
    shader.field("items", "u32", { u32: range.count });
    shader.field("firstSlot", "u32", { u32: frame.slots });
    const scale = frame.scale(shader);
    const part = (name: string, bytes: number, access: Binding["access"]): Binding => ({
      buffer: name,
      offset: bytes * range.first,
      size: Math.max(bytes, bytes * range.count),
      access,
    });
    shader.storage("itemLosses", "array<vec2u>", part("items", 8, "read"));
    shader.storage("side", "array<u32>", frame.side("read"));
    shader.storage("tallies", "array<Tally>", frame.tallies("read_write"));
    const text = [this.#tallies(workgroup), scale, weightsText(frame, shader, layout, range, "one")];
    if (request.scalePerItem) {
      frame.buffers.upstream = { role: "input", size: 4 * layout.items };
      shader.storage("upstream", "array<f32>", part("upstream", 4, "read"));
    }
    text.push(
      `fn upstreamOf(item: u32) -> f32 { return ${request.scalePerItem ? "upstream[item]" : "1.0"}; }`,
    );
    const isPulled = request.gradients.length > 0;
    if (isPulled) shader.storage("pulls", "array<u32>", part("pulls", 4, "read_write"));
    text.push(`fn leavePull(item: u32, bits: u32) { ${isPulled ? "pulls[item] = bits;" : ""} }`);
    if (reduction === "none") {
      frame.buffers.loss = { role: "loss", size: Math.max(4, 4 * layout.items) };
      shader.storage("lossPerItem", "array<u32>", part("loss", 4, "read_write"));
    }
    const stored = `lossPerItem[item] = accumulated(${accumulateLoss}, lossPerItem[item], value, isNan, isInfinite);`;
    const { length } = this.summed;
    if (length > 0) shader.storage("slopes", "array<f32>", part("slopes", 4 * length, "read"));
    text.push(
      `fn leaveLoss(item: u32, value: f32, isNan: bool, isInfinite: bool) { ${reduction === "none" ? stored : ""} }`,
      "fn takeSlopes(item: u32, pull: f32, tally: ptr<function, Tally>) {",
      ...this.summed.map(
        (name, k) => `  (*tally).gradient_${name} += pull * slopes[item * ${length}u + ${k}u];`,
      ),
      "}",
      "fn noteWeight(item: u32, tally: ptr<function, Tally>) {",
      checkInputs && inputs.weights
        ? `  (*tally).faults_weights++;\n  (*tally).first_weights = min((*tally).first_weights, item + ${range.first}u);`
        : "",
      "}",
      "",
    );
    const groups = Math.max(1, Math.min(Math.ceil(range.count / (workgroup * 16)), frame.software ? 8 : 256));
    this.add({
      label: "items",
      shader,
      texts: [{ name: `${frame.label}/items (generated)`, text: text.join("\n") }],
      skeleton: { name: "shaders/stages/items.wgsl", text: itemsStage },
      workgroups: groups,
      work: { calls: { takeItem: range.count, mergeTally: range.count } },
    });
    frame.slots += groups;
  }
}
