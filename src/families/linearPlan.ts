import type { ItemsLayout } from "../check/layout.js";
import type { Definition, ItemsDefinition } from "../definition.js";
import { UnsupportedError } from "../errors.js";
import type { ShaderInterface } from "../plan/interface.js";
import type { Binding, ItemRange, Plan, PlanRequest, Step } from "../plan/plan.js";
import { dtypeBytes, isHalf } from "../tensor.js";
import { Frame, gradientSpec } from "./frame.js";
import { type Factor, gemm, slicesOf } from "./gemm.js";
import { pack } from "./pack.js";
import { elementInput } from "./storage.js";

/** Bytes of a chunk, where a row is not longer; with the partial sums beside it, 32 MiB. */
const chunkBytes = 27 * 2 ** 20;

/** What the plan of a product's loss is told beside the request. */
export interface InnerLoss {
  readonly definition: Definition;
  /** The name of the input that the product takes the place of. */
  readonly input: string;
  readonly params: PlanRequest["params"];
}

/**
 * A loss of X·W + b, a chunk of rows at a time: the product's rows into a scratch buffer, the inner loss's own
 * kernels over them, which leave their gradient in its place, and from it the rows of dX and what is added
 * to dW and db. The whole product is nowhere.
 */
export function planLinear(request: PlanRequest, inner: InnerLoss): Plan {
  return new Linear(request, inner).plan();
}

class Linear {
  readonly #frame: Frame;
  readonly #request: PlanRequest;
  readonly #inner: InnerLoss;
  readonly #rows: number;
  readonly #features: number;
  readonly #columns: number;
  readonly #isTransposed: boolean;
  /** Rows of a chunk; chunks are as good as equal. */
  readonly #most: number;

  constructor(request: PlanRequest, inner: InnerLoss) {
    const { rows = 0, features = 0, columns = 0 } = (request.layout as ItemsLayout).sizes;
    this.#request = request;
    this.#inner = inner;
    this.#frame = new Frame(request, [], 1, undefined);
    this.#rows = rows;
    this.#features = features;
    this.#columns = columns;
    this.#isTransposed = request.params.transposed === true;
    const fits = Math.max(1, Math.floor(Math.min(chunkBytes, request.device.maxBindingSize) / (4 * columns)));
    this.#most = Math.max(1, Math.ceil(rows / Math.max(1, Math.ceil(rows / fits))));
  }

  plan(): Plan {
    const { definition, input, params } = this.#inner;
    const request = this.#request;
    const { inputs, gradients } = request;
    const own = ["inputs", "weightMatrix", "bias"].filter((name) => inputs[name]);
    this.#assertBindable(own);
    for (const name of own) this.#frame.input(name);
    const layout = (request.layout as ItemsLayout).inner ?? request.layout;
    const isRows = layout.family === "rowwise";
    const wanted = gradients.length > 0 && !request.divisorOnly;
    const made = wanted ? [input] : [];
    const plan = definition.plan({
      ...request,
      definition: renamed(definition, request.definition.name, input),
      params,
      layout,
      inputs: {
        ...inputs,
        [input]: { elements: this.#rows * this.#columns, dtype: "f32", padded: true, offset: 0 },
      },
      gradients: made,
      gradientDtypes: { [input]: "f32" },
      inPlace: made,
      accumulated: [],
      streamed: {
        input,
        bytes: 16 * Math.ceil((this.#most * this.#columns) / 4),
        items: isRows ? this.#most : this.#most * this.#columns,
        step: isRows ? 1 : this.#columns,
        before: (range) => this.#steps(() => this.#forward(this.#rowsOf(range, isRows))),
        after: (range) => this.#steps(() => this.#backward(this.#rowsOf(range, isRows))),
        checked: Object.fromEntries(own.map((name) => [name, name === "inputs" ? this.#features : 0])),
      },
    });
    const packs = this.#steps(() => {
      for (const name of wanted ? gradients : [])
        if (this.#isHalf(name)) pack(this.#frame, name, inputs[name]?.elements ?? 0);
    });
    const buffers = { ...plan.buffers, ...this.#frame.buffers };
    return { ...plan, buffers, steps: [...plan.steps, ...packs] };
  }

  /** The steps that `work` adds. */
  #steps(work: () => void): readonly Step[] {
    work();
    return this.#frame.steps.splice(0);
  }

  #rowsOf({ first, count }: ItemRange, isRows: boolean): ItemRange {
    const perRow = isRows ? 1 : this.#columns;
    return { first: first / perRow, count: count / perRow };
  }

  /** chunk = X·W + b */
  #forward({ first, count }: ItemRange): void {
    const frame = this.#frame;
    gemm(frame, {
      label: "product",
      rows: count,
      columns: this.#columns,
      depth: this.#features,
      left: this.#samples("depth", first),
      right: this.#weightMatrix("edge"),
      leave: (shader) => {
        const { bias } = this.#request.inputs;
        shader.storage("chunk", "array<f32>", this.#chunk("read_write"));
        const read = bias
          ? elementInput(shader, {
              name: "bias",
              dtype: bias.dtype,
              vector: false,
              binding: this.#whole("bias"),
            })
          : "";
        const shifted = bias ? "value + bitcast<f32>(read_bias(column))" : "value";
        return `${read}fn leaveSum(row: u32, column: u32, value: f32) { chunk[row * uniforms.columns + column] = ${shifted}; }\n`;
      },
    });
  }

  #backward(range: ItemRange): void {
    const { gradients } = this.#request;
    if (gradients.includes("inputs")) this.#samplesGradient(range);
    if (gradients.includes("weightMatrix") || gradients.includes("bias")) this.#weightGradient(range);
  }

  /** dX = chunk·Wᵀ, these rows of it */
  #samplesGradient({ first, count }: ItemRange): void {
    gemm(this.#frame, {
      label: "gradient of inputs",
      rows: count,
      columns: this.#features,
      depth: this.#columns,
      left: this.#slopes("depth"),
      right: this.#weightMatrix("depth"),
      gradient: this.#mayIgnore("left"),
      leave: (shader) => {
        shader.field("firstRow", "u32", { u32: first });
        const store = this.#gradient(shader, "inputs", this.#request.accumulated.includes("inputs"));
        return `${store}fn leaveSum(row: u32, column: u32, value: f32) { add_inputs((uniforms.firstRow + row) * uniforms.columns + column, value); }\n`;
      },
    });
  }

  /** dW += Xᵀ·chunk and db += 1ᵀ·chunk in one product: the bias is the weight of a feature that is always 1. */
  #weightGradient({ first, count }: ItemRange): void {
    const { gradients, accumulated } = this.#request;
    const features = gradients.includes("weightMatrix") ? this.#features : 0;
    const rows = features + (gradients.includes("bias") ? 1 : 0);
    const slices = slicesOf(this.#frame, rows, this.#columns, this.#most);
    const names = gradients.filter((name) => name !== "inputs");
    gemm(this.#frame, {
      label: "gradient of weights",
      rows,
      columns: this.#columns,
      depth: count,
      left: { ...this.#samples("edge", first), ones: features },
      right: this.#slopes("edge"),
      gradient: this.#mayIgnore("right"),
      slices,
      leave: (shader) => {
        const stores = names.map((name) =>
          this.#gradient(shader, name, first > 0 || accumulated.includes(name)),
        );
        shader.field("features", "u32", { u32: features });
        const at = this.#isTransposed
          ? "column * uniforms.features + row"
          : "row * uniforms.columns + column";
        const matrix = names.includes("weightMatrix") ? `add_weightMatrix(${at}, value);` : "";
        const bias = names.includes("bias") ? "add_bias(column, value);" : "";
        return `${stores.join("")}fn leaveSum(row: u32, column: u32, value: f32) {\n  if (row < uniforms.features) { ${matrix} } else { ${bias} }\n}\n`;
      },
    });
  }

  /** Rows of a row-wise loss may not count: their gradient is 0 whatever their numbers. */
  #mayIgnore(side: "left" | "right"): "left" | "right" | undefined {
    return (this.#request.layout as ItemsLayout).inner?.family === "rowwise" ? side : undefined;
  }

  /** X from row `first` on, or Xᵀ. */
  #samples(along: Factor["along"], first: number): Factor {
    const { dtype = "f32" } = this.#request.inputs.inputs ?? {};
    const stride = this.#features;
    return { binding: this.#whole("inputs"), dtype, first: first * stride, along, stride };
  }

  /** W, its edge being its columns where `along` says so, else its features. */
  #weightMatrix(untransposed: Factor["along"]): Factor {
    const { dtype = "f32" } = this.#request.inputs.weightMatrix ?? {};
    const binding = this.#whole("weightMatrix");
    if (!this.#isTransposed) return { binding, dtype, first: 0, along: untransposed, stride: this.#columns };
    const along = untransposed === "edge" ? "depth" : "edge";
    return { binding, dtype, first: 0, along, stride: this.#features };
  }

  #slopes(along: Factor["along"]): Factor {
    return { binding: this.#chunk("read"), dtype: "f32", first: 0, along, stride: this.#columns };
  }

  #chunk(access: Binding["access"]): Binding {
    const size = 16 * Math.ceil((this.#most * this.#columns) / 4);
    return { buffer: "chunk", offset: 0, size, access };
  }

  #whole(name: string): Binding {
    const { elements, dtype, offset } = this.#request.inputs[name] ?? {
      elements: 0,
      dtype: "f32",
      offset: 0,
    };
    const isQuads = elements % 4 === 0;
    return this.#frame.window(`input/${name}`, dtype, isQuads, 0, elements, offset);
  }

  #isHalf(name: string): boolean {
    return isHalf(this.#request.gradientDtypes[name] ?? "f32");
  }

  /** Declares a gradient, as f32, and `add_<name>(element, value)`, which adds to what is there or overwrites it. */
  #gradient(shader: ShaderInterface, name: string, adds: boolean): string {
    const frame = this.#frame;
    const { elements } = this.#request.inputs[name] ?? { elements: 0 };
    const buffer = this.#isHalf(name) ? `wide/${name}` : `gradient/${name}`;
    frame.buffers[buffer] = this.#isHalf(name)
      ? { role: "scratch", size: 4 * elements }
      : gradientSpec(this.#request, name);
    const binding = { ...frame.window(buffer, "f32", false, 0, elements), access: "read_write" as const };
    shader.storage(`gradient_${name}`, "array<f32>", binding);
    shader.field(`adds_${name}`, "u32", { u32: adds ? 1 : 0 });
    return `fn add_${name}(element: u32, value: f32) { gradient_${name}[element] = value + select(0.0, gradient_${name}[element], uniforms.adds_${name} != 0u); }\n`;
  }

  #assertBindable(own: readonly string[]): void {
    const { inputs, device, definition } = this.#request;
    const lists = own.map((name) => {
      const { elements = 0, dtype = "f32" } = inputs[name] ?? {};
      const isWide = this.#request.gradients.includes(name);
      return [name, elements * (isWide ? 4 : dtypeBytes(dtype))] as const;
    });
    for (const [name, bytes] of [...lists, ["a row of the product", 4 * this.#columns] as const]) {
      if (bytes <= device.maxBindingSize) continue;
      throw new UnsupportedError(
        `${definition.name}: ${name} takes ${bytes} bytes and one binding of this device ${device.maxBindingSize}; give fewer rows at a time, or use a device with larger bindings.`,
      );
    }
  }
}

/** The inner loss under the outer one's name. What is computed is not masked: −Infinity there is an overflow. */
function renamed(definition: Definition, name: string, input: string): Definition {
  const { kinds } = definition as Partial<ItemsDefinition>;
  return {
    ...definition,
    name,
    inputs: { ...definition.inputs, [input]: "real" },
    ...(kinds ? { kinds: (params) => ({ ...kinds(params), [input]: "real" }) } : {}),
  } as Definition;
}
