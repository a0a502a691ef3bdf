import type { ItemsLayout } from "../check/layout.js";
import type { ShaderInterface } from "../plan/interface.js";
import type { Binding, BufferSpec, ClassRange, ItemRange, PlanRequest, Step } from "../plan/plan.js";
import { isHalf } from "../tensor.js";
import { Frame, gradientSpec } from "./frame.js";
import { type Factor, gemm, slicesOf } from "./gemm.js";
import { pack } from "./pack.js";
import { elementInput } from "./storage.js";

/** The products of a linear model, by chunks of its rows: the scratch buffer `chunk` is one side of each. */
export class Products {
  readonly #frame: Frame;
  readonly #request: PlanRequest;
  readonly #features: number;
  readonly #columns: number;
  readonly #isTransposed: boolean;
  /** Rows of a chunk, at most, and columns: all, or of one row as many as it takes. */
  readonly #most: number;
  readonly #width: number;

  constructor(request: PlanRequest, most: number, width: number) {
    const { features = 0, columns = 0 } = (request.layout as ItemsLayout).sizes;
    this.#request = request;
    this.#frame = new Frame(request, [], 1, undefined);
    this.#features = features;
    this.#columns = columns;
    this.#isTransposed = request.params.transposed === true;
    this.#most = most;
    this.#width = width;
    for (const name of ["inputs", "weightMatrix", "bias"]) if (request.inputs[name]) this.#frame.input(name);
  }

  /** What the steps need beside the chunk. */
  get buffers(): Readonly<Record<string, BufferSpec>> {
    return this.#frame.buffers;
  }

  get chunkBytes(): number {
    return 16 * Math.ceil((this.#most * this.#width) / 4);
  }

  /** chunk = X·W + b, or a span of its columns */
  forward(rows: ItemRange, span?: ClassRange): readonly Step[] {
    return this.#steps(() => this.#product(rows, this.#columnsOf(span)));
  }

  /** The rows of dX, and what is added to dW and db, from the gradient in the chunk. */
  backward(rows: ItemRange, span?: ClassRange): readonly Step[] {
    const { gradients } = this.#request;
    const columns = this.#columnsOf(span);
    return this.#steps(() => {
      if (gradients.includes("inputs")) this.#samplesGradient(rows, columns);
      if (gradients.includes("weightMatrix") || gradients.includes("bias"))
        this.#weightGradient(rows, columns);
    });
  }

  #columnsOf(span: ClassRange | undefined): ItemRange {
    return span ? { first: span.first, count: span.classes } : { first: 0, count: this.#columns };
  }

  /** 16-bit gradients were computed as f32. */
  finish(): readonly Step[] {
    const { gradients, inputs } = this.#request;
    return this.#steps(() => {
      for (const name of gradients)
        if (this.#isHalf(name)) pack(this.#frame, name, inputs[name]?.elements ?? 0);
    });
  }

  /** The steps that `work` adds. */
  #steps(work: () => void): readonly Step[] {
    work();
    return this.#frame.steps.splice(0);
  }

  #product({ first, count }: ItemRange, columns: ItemRange): void {
    const frame = this.#frame;
    gemm(frame, {
      label: "product",
      rows: count,
      columns: columns.count,
      depth: this.#features,
      left: this.#samples("depth", first),
      right: this.#weightMatrix("edge", columns.first),
      leaves: { writes: { chunk: (4 * count * columns.count) / this.chunkBytes } },
      leave: (shader) => {
        shader.field("firstColumn", "u32", { u32: columns.first });
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
        const shifted = bias ? "value + bitcast<f32>(read_bias(uniforms.firstColumn + column))" : "value";
        return `${read}fn leaveSum(row: u32, column: u32, value: f32) { chunk[row * uniforms.columns + column] = ${shifted}; }\n`;
      },
    });
  }

  /** dX = chunk·Wᵀ, these rows of it */
  #samplesGradient({ first, count }: ItemRange, columns: ItemRange): void {
    const adds = columns.first > 0 || this.#request.accumulated.includes("inputs");
    const part = { [this.#bufferOf("inputs")]: (count * this.#features) / this.#elementsOf("inputs") };
    gemm(this.#frame, {
      label: "gradient of inputs",
      rows: count,
      columns: this.#features,
      depth: columns.count,
      left: this.#slopes("depth", columns),
      right: this.#weightMatrix("depth", columns.first),
      gradient: this.#mayIgnore("left"),
      leaves: { writes: part, ...(adds ? { reads: part } : {}) },
      leave: (shader) => {
        shader.field("firstRow", "u32", { u32: first });
        const store = this.#gradient(shader, "inputs", adds);
        return `${store}fn leaveSum(row: u32, column: u32, value: f32) { add_inputs((uniforms.firstRow + row) * uniforms.columns + column, value); }\n`;
      },
    });
  }

  /** dW += Xᵀ·chunk and db += 1ᵀ·chunk in one product: the bias is the weight of a feature that is always 1. */
  #weightGradient({ first, count }: ItemRange, columns: ItemRange): void {
    const { gradients, accumulated } = this.#request;
    const features = gradients.includes("weightMatrix") ? this.#features : 0;
    const rows = features + (gradients.includes("bias") ? 1 : 0);
    const slices = slicesOf(this.#frame, rows, columns.count, this.#most);
    const names = gradients.filter((name) => name !== "inputs");
    const adds = (name: string): boolean => first > 0 || accumulated.includes(name);
    gemm(this.#frame, {
      label: "gradient of weights",
      rows,
      columns: columns.count,
      depth: count,
      left: { ...this.#samples("edge", first), ones: features },
      right: this.#slopes("edge", columns),
      gradient: this.#mayIgnore("right"),
      slices,
      leaves: { reads: Object.fromEntries(names.filter(adds).map((name) => [this.#bufferOf(name), 1])) },
      leave: (shader) => {
        const stores = names.map((name) => this.#gradient(shader, name, adds(name)));
        shader.sizes({ features, firstColumn: columns.first, allColumns: this.#columns });
        const at = this.#isTransposed ? "all * uniforms.features + row" : "row * uniforms.allColumns + all";
        const matrix = names.includes("weightMatrix") ? `add_weightMatrix(${at}, value);` : "";
        const bias = names.includes("bias") ? "add_bias(all, value);" : "";
        return `${stores.join("")}fn leaveSum(row: u32, column: u32, value: f32) {\n  let all = uniforms.firstColumn + column;\n  if (row < uniforms.features) { ${matrix} } else { ${bias} }\n}\n`;
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

  /** W from a column on, its edge being its columns where `along` says so, else its features. */
  #weightMatrix(untransposed: Factor["along"], column: number): Factor {
    const { dtype = "f32" } = this.#request.inputs.weightMatrix ?? {};
    const binding = this.#whole("weightMatrix");
    if (!this.#isTransposed)
      return { binding, dtype, first: column, along: untransposed, stride: this.#columns };
    const along = untransposed === "edge" ? "depth" : "edge";
    return { binding, dtype, first: column * this.#features, along, stride: this.#features };
  }

  #slopes(along: Factor["along"], { count }: ItemRange): Factor {
    return { binding: this.#chunk("read"), dtype: "f32", first: 0, along, stride: count };
  }

  #chunk(access: Binding["access"]): Binding {
    return { buffer: "chunk", offset: 0, size: this.chunkBytes, access };
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

  #elementsOf(name: string): number {
    return Math.max(1, this.#request.inputs[name]?.elements ?? 0);
  }

  #bufferOf(name: string): string {
    return this.#isHalf(name) ? `wide/${name}` : `gradient/${name}`;
  }

  /** Declares a gradient, as f32, and `add_<name>(element, value)`, which adds to what is there or overwrites it. */
  #gradient(shader: ShaderInterface, name: string, adds: boolean): string {
    const frame = this.#frame;
    const { elements } = this.#request.inputs[name] ?? { elements: 0 };
    const buffer = this.#bufferOf(name);
    frame.buffers[buffer] = this.#isHalf(name)
      ? { role: "scratch", size: 4 * elements }
      : gradientSpec(this.#request, name);
    const binding = { ...frame.window(buffer, "f32", false, 0, elements), access: "read_write" as const };
    shader.storage(`gradient_${name}`, "array<f32>", binding);
    shader.field(`adds_${name}`, "u32", { u32: adds ? 1 : 0 });
    return `fn add_${name}(element: u32, value: f32) { gradient_${name}[element] = value + select(0.0, gradient_${name}[element], uniforms.adds_${name} != 0u); }\n`;
  }
}
