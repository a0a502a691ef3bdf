import countStage from "../../shaders/stages/count.wgsl?raw";
import foldStage from "../../shaders/stages/fold.wgsl?raw";
import { leafBytes } from "../check/sum.js";
import { compose, link, type ShaderText } from "../plan/compose.js";
import { ShaderInterface } from "../plan/interface.js";
import type {
  Binding,
  BufferSpec,
  ClassRange,
  ItemRange,
  Plan,
  PlanRequest,
  ShaderModule,
  Step,
  Work,
} from "../plan/plan.js";
import { type DType, dtypeBytes, isHalf, storedBytes } from "../tensor.js";
import { library } from "./library.js";
import { type TallyField, tallyText, totalsFields } from "./tally.js";

/**
 * What every reduced family has around its own kernel: the side buffer, the count stage, the fold,
 * and the uniforms of scale and divisor. A family adds its buffers and dispatches between them.
 */
export type Range = ItemRange;

/** Items are taken in pieces of at most this many, so that f32 counts and sums keep their precision. */
export const maxItemsPerRange = 2 ** 24;

/** Cuts `items` into ranges of at most `most`, each beginning at a multiple of `step`. */
export function cutRanges(items: number, most: number, step: number): Range[] {
  const size = Math.max(step, Math.floor(Math.min(most, maxItemsPerRange) / step) * step);
  const ranges: Range[] = [];
  for (let first = 0; first < items; first += size) {
    ranges.push({ first, count: Math.min(size, items - first) });
  }
  return ranges;
}

/**
 * Words of the side buffer: 0 divisor tensor, 1 gradient scale tensor, 2 root scale, 4 and 5 the count where a kernel
 * tells it in two words; then lists, then counts.
 */
const listsAt = 64;

export class Frame {
  readonly buffers: Record<string, BufferSpec> = {};
  readonly steps: Step[] = [];
  readonly request: PlanRequest;
  /** The divisor comes from the data: there is a count stage, and these are its partial counts. */
  countSlots = 0;
  slots = 0;
  /** Ranges begin where a binding cannot, as chunks do. */
  startsAnywhere: boolean;
  readonly #countsAt: number;
  readonly #natural: number | undefined;
  readonly #tally: readonly TallyField[];

  /**
   * @param natural the divisor that the shapes tell, `undefined` where the data decide it
   * @param list numbers per class or per entry of the last axis, kept in the side buffer
   */
  constructor(
    request: PlanRequest,
    tally: readonly TallyField[],
    natural: number | undefined,
    list: readonly number[] | undefined,
  ) {
    this.request = request;
    this.startsAnywhere = request.streamed !== undefined;
    this.#natural = natural;
    this.#tally = tally;
    this.#countsAt = listsAt + Math.ceil((list?.length ?? 0) / 64) * 64;
    if (list) {
      const data = Float32Array.from(list);
      this.buffers.side = { role: "side", size: 0, initial: { offset: 4 * listsAt, data } };
    }
  }

  /** Declares an input's buffer, or the chunk that stands for it. */
  input(name: string): void {
    const { streamed } = this.request;
    if (streamed?.input === name) {
      this.buffers.chunk = { role: "scratch", size: streamed.bytes };
      return;
    }
    const { elements, dtype } = this.request.inputs[name] ?? { elements: 0, dtype: "f32" as const };
    this.buffers[`input/${name}`] = { role: "input", size: storedBytes([elements], dtype) };
  }

  get label(): string {
    return this.request.definition.name;
  }

  get software(): boolean {
    return this.request.device.software;
  }

  /** Where an input's numbers lie, if nothing else is bound in its stead. */
  bufferOf(name: string): string {
    return this.request.streamed?.input === name ? "chunk" : `input/${name}`;
  }

  /** What a dispatch costs: what is overwritten in place, and what is added to, is read as well as written. */
  work(work: Work): Work {
    const { inPlace, accumulated, accumulateLoss } = this.request;
    const read = [
      ...inPlace.map((name) => this.bufferOf(name)),
      ...accumulated.map((name) => `gradient/${name}`),
      ...(accumulateLoss ? ["loss", "count"] : []),
    ];
    return { ...work, reads: { ...Object.fromEntries(read.map((name) => [name, 1])), ...work.reads } };
  }

  /** A slice of an input or gradient for a range; vectors may reach past the end into padding. */
  window(buffer: string, dtype: DType, vector: boolean, first: number, count: number, base = 0): Binding {
    const bytes = dtypeBytes(dtype);
    const border = vector ? (isHalf(dtype) ? 8 : 16) : 4;
    const size = Math.max(border, Math.ceil((count * bytes) / border) * border);
    return { buffer, offset: base + first * bytes, size, access: "read" };
  }

  /**
   * The part of an input, a gradient, or a list beside them that belongs to a range; in front of it there are `shift`
   * elements, for ranges of long rows and chunks of a streamed input begin anywhere, and a binding does not.
   */
  part(
    shader: ShaderInterface,
    name: string,
    buffer: string,
    dtype: DType,
    vector: boolean,
    first: number,
    count: number,
    base = 0,
  ): { readonly binding: Binding; readonly shift: string | undefined } {
    const { streamed } = this.request;
    if (buffer === `input/${streamed?.input}`)
      return { binding: this.window("chunk", "f32", vector, 0, count), shift: undefined };
    const shift = first % (256 / dtypeBytes(dtype));
    // Ranges share one kernel, though the first has no shift.
    if (!this.startsAnywhere)
      return { binding: this.window(buffer, dtype, vector, first, count, base), shift: undefined };
    shader.field(`shift_${name}`, "u32", { u32: shift });
    const binding = this.window(buffer, dtype, vector, first - shift, count + shift, base);
    return { binding, shift: `uniforms.shift_${name}` };
  }

  /**
   * Every pass over every range; a chunk is made before a range's passes, and its gradient taken after them. A chunk of
   * some classes is made before, and taken after, every pass over them.
   */
  sweep<P extends { readonly gradients: readonly string[]; readonly span?: ClassRange }>(
    ranges: readonly Range[],
    passes: readonly P[],
    dispatch: (pass: P, range: Range) => void,
  ): void {
    const hasSpans = passes.some(({ span }) => span);
    for (const range of ranges) {
      if (!hasSpans) this.#chunked(range, undefined, passes, dispatch);
      else for (const pass of passes) this.#chunked(range, pass.span, [pass], dispatch);
    }
  }

  #chunked<P extends { readonly gradients: readonly string[] }>(
    range: Range,
    span: ClassRange | undefined,
    passes: readonly P[],
    dispatch: (pass: P, range: Range) => void,
  ): void {
    const { streamed } = this.request;
    if (streamed && (span || !streamed.classes)) this.steps.push(...streamed.before(range, span));
    for (const pass of passes) dispatch(pass, range);
    if (streamed && passes.some(({ gradients }) => gradients.includes(streamed.input)))
      this.steps.push(...streamed.after(range, span));
  }

  /** The side buffer as a binding; its size is known when the plan is finished. */
  side(access: Binding["access"]): Binding {
    return { buffer: "side", offset: 0, size: 0, access };
  }

  /**
   * `leavePairs(count, divisor, broken)` for a kernel that knows what divides: the count in two words, the divisor,
   * and whether the data spoil it.
   */
  leaveCounts(shader: ShaderInterface): string {
    this.countSlots = this.#natural === undefined ? 1 : 0;
    shader.storage("side", "array<u32>", this.side("read_write"));
    const at = this.#countsAt;
    const divisor = `side[${at}u] = 0u; side[${at + 1}u] = bitcast<u32>(divisor); side[${at + 2}u] = bitcast<u32>(divisor); side[${at + 3}u] = broken;`;
    return [
      "fn leavePairs(count: vec2u, divisor: f32, broken: u32) {",
      "  side[4] = count.x; side[5] = count.y;",
      this.countSlots ? `  ${divisor}` : "",
      "}",
      "",
    ].join("\n");
  }

  /** The tallies as a binding; likewise. */
  tallies(access: Binding["access"]): Binding {
    return { buffer: "tallies", offset: 0, size: 0, access };
  }

  /** The uniforms that scale and divisor need, and `naturalCount()`, `gradientScale()`. */
  scale(shader: ShaderInterface, rooted = false): string {
    shader.field("gradientScale", "f32", { value: "gradientScale" });
    shader.field("scaleMode", "u32", { value: "scaleMode" });
    shader.field("divisor", "f32", { value: "divisor" });
    shader.field("divisorMode", "u32", { value: "divisorMode" });
    shader.field("plainRatio", "f32", { value: "ratio" });
    const known = this.#natural;
    let natural: string;
    if (known !== undefined || this.countSlots === 0) {
      shader.field("naturalDivisor", "f32", { f32: known ?? 1 });
      natural =
        "fn naturalCount() -> Count { return Count(0u, uniforms.naturalDivisor, uniforms.naturalDivisor, 0u); }";
    } else {
      shader.field("countsAt", "u32", { u32: this.#countsAt });
      shader.field("countSlots", "u32", { u32: this.countSlots });
      natural = [
        "fn naturalCount() -> Count {",
        "  var all = Count(0u, 0.0, 0.0, 0u);",
        "  for (var i = 0u; i < uniforms.countSlots; i++) {",
        "    let at = uniforms.countsAt + 4u * i;",
        "    all = mergeCount(all, Count(side[at], bitcast<f32>(side[at + 1u]), bitcast<f32>(side[at + 2u]), side[at + 3u]));",
        "  }",
        "  return all;",
        "}",
      ].join("\n");
    }
    const root = rooted
      ? "  let isNan = side[2] == nanBits;\n  scale.broken |= isNan;\n  scale.gradient *= bitcast<f32>(select(side[2], 0u, isNan));\n"
      : "";
    return `${natural}\nfn gradientScale() -> Scale {\n  var scale = resolveScale(naturalCount());\n${root}  return scale;\n}\n`;
  }

  /** A number of the list in the side buffer. */
  listText(): string {
    return `fn listNumber(index: u32) -> f32 { return bitcast<f32>(side[${listsAt}u + index]); }\n`;
  }

  module(pieces: readonly ShaderText[], skeleton: ShaderText): ShaderModule {
    const own = [...pieces, skeleton];
    return compose([...pieces.slice(0, 1), ...link(library, own), ...pieces.slice(1), skeleton]);
  }

  /**
   * Adds count dispatches, one per range; `countItem(item)` comes from `glue`, which declares what it
   * reads on the interface it is given. `reads`: of what it does not read whole, how much.
   */
  count(
    ranges: readonly Range[],
    glue: (shader: ShaderInterface, range: Range) => ShaderText[],
    reads: Work["reads"] = {},
  ): void {
    const workgroup = this.software ? 16 : 256;
    const block = 16;
    const most = Math.max(1, Math.floor((this.software ? 8 : 64) / ranges.length));
    const groups = ranges.map(({ count }) =>
      Math.max(1, Math.min(most, Math.ceil(count / (workgroup * block)))),
    );
    let firstCount = 0;
    for (const [i, range] of ranges.entries()) {
      const shader = new ShaderInterface();
      shader.field("items", "u32", { u32: range.count });
      shader.field("firstCount", "u32", { u32: firstCount });
      shader.field("countsAt", "u32", { u32: this.#countsAt });
      const texts = glue(shader, range);
      shader.storage("side", "array<u32>", this.side("read_write"));
      const head = [
        `const WORKGROUP = ${workgroup}u;`,
        `const BLOCK = ${block}u;`,
        "alias Folded = Count;",
        "fn mergeFolded(a: Folded, b: Folded) -> Folded { return mergeCount(a, b); }",
        shader.text(),
      ].join("\n");
      this.steps.push({
        kind: "dispatch",
        label: `${this.label}/count`,
        module: this.module([{ name: `${this.label}/count (generated)`, text: head }, ...texts], {
          name: "shaders/stages/count.wgsl",
          text: countStage,
        }),
        bindings: shader.bindings,
        uniform: shader.uniform,
        workgroups: groups[i] ?? 1,
        work: { calls: { countItem: range.count, mergeCount: range.count }, reads },
      });
      firstCount += groups[i] ?? 1;
    }
    this.countSlots = firstCount;
  }

  /** Adds the fold of all tallies left so far. */
  fold(options: {
    /** `"side"`: a kernel has left the count in two words there. */
    readonly counted: number | "side" | undefined;
    readonly summed: readonly string[];
    readonly root: boolean;
    readonly writesLoss: boolean;
    /** Losses told apart, each in a slot of its own after the other. */
    readonly terms?: number;
  }): void {
    const { request } = this;
    const shader = new ShaderInterface();
    const known = typeof options.counted === "number" ? options.counted : 0;
    const isTold = options.counted === "side";
    shader.field("slots", "u32", { u32: this.slots });
    shader.field("countedLow", "u32", { u32: known % 2 ** 32 });
    shader.field("countedHigh", "u32", { u32: Math.floor(known / 2 ** 32) });
    const scale = this.scale(shader);
    shader.storage("tallies", "array<Tally>", this.tallies("read"));
    shader.storage("side", "array<u32>", this.side(options.root ? "read_write" : "read"));
    shader.storage("countResult", "array<u32>", this.#result("count", "count", 8));
    const totals = totalsFields(this.#tally);
    shader.storage("totals", "Totals", this.#result("totals", "totals", 4 * totals.length));
    const { terms = 0 } = options;
    if (options.writesLoss) {
      const size = terms > 0 ? leafBytes(1) * (terms - 1) + 4 : 4;
      shader.storage("lossResult", "array<u32>", this.#result("loss", "loss", size));
    }
    const gradients = options.summed.map((input) => {
      const dtype = request.gradientDtypes[input] ?? "f32";
      const name = `gradient/${input}`;
      this.buffers[name] = gradientSpec(request, input);
      const offset = request.inPlace.includes(input) ? (request.inputs[input]?.offset ?? 0) : 0;
      const buffer = request.inPlace.includes(input) ? `input/${input}` : name;
      shader.storage(`result_${input}`, "array<u32>", { buffer, offset, size: 4, access: "read_write" });
      const narrow = { f16: "narrowF16(bits)", bf16: "narrowBf16(bits)" }[dtype as "f16"] ?? "bits";
      return `  { let bits = accumulated(${request.accumulated.includes(input)}, result_${input}[0], whole.gradient_${input} * chain, isNan, false); result_${input}[0] = ${narrow}; }`;
    });
    const head = [
      `const WORKGROUP = ${this.software ? 16 : 256}u;`,
      `const ADDS_LOSS = ${request.accumulateLoss};`,
      `const COUNT_KNOWN = ${typeof options.counted === "number"};`,
      "alias Folded = Tally;",
      "fn mergeFolded(a: Folded, b: Folded) -> Folded { return mergeTally(a, b); }",
      "struct Totals { tally: Tally, natural: Count }",
      "fn told(whole: Tally) -> Tally {",
      "  var all = whole;",
      isTold ? "  all.counted = side[4];\n  all.countedHigh = side[5];" : "",
      "  return all;",
      "}",
      `fn countedHigh(whole: Tally) -> u32 { return ${isTold ? "whole.countedHigh" : "0u"}; }`,
      tallyText(this.#tally),
      shader.text(),
      scale,
      "fn finishLoss(mean: f32, isNan: bool, isInfinite: bool) -> f32 {",
      `  let value = ${options.root ? "sqrt(mean)" : "mean"};`,
      options.writesLoss && terms === 0
        ? "  lossResult[0] = accumulated(ADDS_LOSS, lossResult[0], value, isNan, isInfinite);"
        : "",
      // The slope of √(S/D) is the slope of S over 2·D·√(S/D): the gradient pass multiplies by this.
      `  let chain = ${options.root ? "select(0.0, 0.5 / value, value > 0.0)" : "1.0"};`,
      // A root that is NaN leaves no slope to anything under it.
      options.root ? "  side[2] = select(bitcast<u32>(chain), nanBits, isNan);" : "",
      "  return chain;",
      "}",
      "fn finishTerms(whole: Tally, divisor: f32, isNan: bool) {",
      ...Array.from(
        { length: terms },
        (_, k) =>
          `  lossResult[${(leafBytes(1) / 4) * k}] = accumulated(ADDS_LOSS, lossResult[${(leafBytes(1) / 4) * k}], select(0.0, whole.term_${k} / divisor, divisor != 0.0), isNan, (whole.flags & ${4 << k}u) != 0u);`,
      ),
      "}",
      "fn finishGradients(whole: Tally, chain: f32, isNan: bool) {",
      ...gradients,
      "}",
      "",
    ].join("\n");
    this.steps.push({
      kind: "dispatch",
      label: `${this.label}/fold`,
      module: this.module([{ name: `${this.label}/fold (generated)`, text: head }], {
        name: "shaders/stages/fold.wgsl",
        text: foldStage,
      }),
      bindings: shader.bindings,
      uniform: shader.uniform,
      workgroups: 1,
      work: this.work({ calls: { mergeTally: this.slots } }),
    });
  }

  /** The plan, with the sizes that are known only now. */
  finish(counted: number | undefined): Plan {
    const sideSize = 4 * (this.#countsAt + 4 * this.countSlots);
    const tallySize = Math.max(1, this.slots) * 4 * this.#tally.length;
    const { initial } = this.buffers.side ?? {};
    this.buffers.side = { role: "side", size: sideSize, ...(initial ? { initial } : {}) };
    this.buffers.tallies = { role: "scratch", size: tallySize };
    const sizes: Record<string, number> = { side: sideSize, tallies: tallySize };
    const steps = this.steps.map((step) =>
      step.kind === "dispatch"
        ? {
            ...step,
            bindings: step.bindings.map((binding) => ({
              ...binding,
              size: sizes[binding.buffer] ?? binding.size,
            })),
          }
        : step,
    );
    return { label: this.label, buffers: this.buffers, steps, totals: totalsFields(this.#tally), counted };
  }

  #result(name: string, role: BufferSpec["role"], size: number): Binding {
    this.buffers[name] = { role, size };
    return { buffer: name, offset: 0, size, access: "read_write" };
  }
}

/** A gradient's buffer: as large as its input is in the gradient's own dtype. */
export function gradientSpec(request: PlanRequest, input: string): BufferSpec {
  const { elements, padded } = request.inputs[input] ?? { elements: 0, padded: false };
  const dtype = request.gradientDtypes[input] ?? "f32";
  const bytes = Math.max(4, storedBytes([elements], dtype));
  const border = isHalf(dtype) ? 8 : 16;
  const size = padded && elements > 1 ? Math.ceil(bytes / border) * border : bytes;
  return { role: "gradient", size, ...(request.inPlace.includes(input) ? { inPlaceOf: input } : {}) };
}
