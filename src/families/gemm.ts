import gemmStage from "../../shaders/stages/gemm.wgsl?raw";
import slicesStage from "../../shaders/stages/slices.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import type { Binding } from "../plan/plan.js";
import type { DType } from "../tensor.js";
import type { Frame } from "./frame.js";
import { elementInput, elementRead, quadInput } from "./storage.js";

/** One side of a product. Its edge is the rows of the left factor, the columns of the right one. */
export interface Factor {
  /** All of the list that it is a part of. */
  readonly binding: Binding;
  readonly dtype: DType;
  /** The element with which it begins, a multiple of the stride. */
  readonly first: number;
  /** Which neighbours lie side by side. */
  readonly along: "edge" | "depth";
  /** How far apart the others lie. */
  readonly stride: number;
  /** Entries of the edge from here on are 1. */
  readonly ones?: number;
}

export interface Product {
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly left: Factor;
  readonly right: Factor;
  /** The factor that is a gradient: what it multiplies by 0 is 0, be it NaN. Left out: no matter. */
  readonly gradient?: "left" | "right" | undefined;
  /** Into how many parts the depth is cut; their sums are `slices`, to be joined. Default 1: none. */
  readonly slices?: number;
  /** `leaveSum(row, column, value)`, called once per element; it declares what it writes. */
  readonly leave: (shader: ShaderInterface) => string;
}

/** Steps of the depth that are summed before they join the rest. */
const block = 64;

/** Adds left · right, and where the depth was cut, the joining of its slices. */
export function gemm(frame: Frame, product: Product): void {
  const { rows, columns, depth, slices = 1 } = product;
  const shader = new ShaderInterface();
  const size = Math.ceil(depth / slices / 4) * 4;
  const parts = Math.max(1, Math.ceil(depth / size));
  shader.field("rows", "u32", { u32: rows });
  shader.field("columns", "u32", { u32: columns });
  shader.field("depth", "u32", { u32: depth });
  shader.field("sliceDepth", "u32", { u32: size });
  shader.field("slices", "u32", { u32: parts });
  const text = [
    factorText(shader, "left", product.left, "uniforms.rows"),
    factorText(shader, "right", product.right, "uniforms.columns"),
    oddText(product.gradient),
    slices > 1 ? sliceText(frame, shader, product, parts) : product.leave(shader) + directText,
  ];
  const tiles = Math.ceil(rows / 4) * Math.ceil(columns / 4) * parts;
  add(
    frame,
    product.label,
    shader,
    text.join(""),
    { name: "shaders/stages/gemm.wgsl", text: gemmStage },
    tiles,
  );
  if (slices > 1) join(frame, product, parts);
}

function join(frame: Frame, { label, rows, columns, leave }: Product, parts: number): void {
  const shader = new ShaderInterface();
  shader.field("rows", "u32", { u32: rows });
  shader.field("columns", "u32", { u32: columns });
  shader.field("slices", "u32", { u32: parts });
  shader.storage("slices", "array<f32>", slicesBinding(rows * columns * parts, "read"));
  const stage = { name: "shaders/stages/slices.wgsl", text: slicesStage };
  add(frame, `${label} joined`, shader, leave(shader), stage, rows * columns);
}

function add(
  frame: Frame,
  label: string,
  shader: ShaderInterface,
  glue: string,
  stage: { readonly name: string; readonly text: string },
  lanes: number,
): void {
  const workgroup = frame.software ? 16 : 64;
  const head = [`const WORKGROUP = ${workgroup}u;`, `const BLOCK = ${block}u;`, shader.text(), glue].join(
    "\n",
  );
  frame.steps.push({
    kind: "dispatch",
    label: `${frame.label}/${label}`,
    module: frame.module([{ name: `${frame.label}/${label} (generated)`, text: head }], stage),
    bindings: shader.bindings,
    uniform: shader.uniform,
    workgroups: Math.max(1, Math.min(Math.ceil(lanes / workgroup), frame.software ? 16 : 65535)),
  });
}

/** `<side>4(edge, depth)`: four of the edge at each of four depths; `<side>1`: at one. */
function factorText(shader: ShaderInterface, side: string, factor: Factor, edges: string): string {
  const { binding, dtype, first, along, stride, ones } = factor;
  const vector = stride % 4 === 0;
  const stored = { name: side, dtype, vector, binding };
  shader.field(`first_${side}`, "u32", { u32: first });
  shader.field(`stride_${side}`, "u32", { u32: stride });
  const [start, step] = [`uniforms.first_${side}`, `uniforms.stride_${side}`];
  const reads = vector ? quadInput(shader, stored) + elementRead(stored) : elementInput(shader, stored);
  // Beyond the edge the last entry is read again, and not stored.
  if (ones !== undefined) shader.field("ones", "u32", { u32: ones });
  const last = ones === undefined ? `${edges} - 1u` : "max(1u, uniforms.ones) - 1u";
  const entry = (k: number): string => `min(edge + ${k}u, ${last})`;
  const at = (k: number): string =>
    along === "edge"
      ? `${start} + ${entry(k)} + depth * ${step}`
      : `${start} + ${entry(k)} * ${step} + depth`;
  const one = (k: number): string => {
    const value = `bitcast<f32>(read_${side}(${at(k)}))`;
    return ones === undefined ? value : `select(${value}, 1.0, edge + ${k}u >= uniforms.ones)`;
  };
  const all = [0, 1, 2, 3];
  const quad = (element: string): string => `bitcast<vec4f>(load_${side}((${element}) / 4u))`;
  const isOne = ones === undefined ? "" : "  if (edge >= uniforms.ones) { return vec4f(1.0); }\n";
  const oneText =
    vector && along === "edge"
      ? `${isOne}  return ${quad(`${start} + edge + depth * ${step}`)};`
      : `  return vec4f(${all.map(one).join(", ")});`;
  const fourText =
    vector && along === "depth"
      ? [
          ...all.map((k) => `  let v${k} = ${quad(at(k))};`),
          `  return Four(${["x", "y", "z", "w"].map((d) => `vec4f(${all.map((k) => `v${k}.${d}`).join(", ")})`).join(", ")});`,
        ].join("\n")
      : `  return Four(${all.map((k) => `${side}1(edge, depth + ${k}u)`).join(", ")});`;
  return `${reads}fn ${side}1(edge: u32, depth: u32) -> vec4f {\n${oneText}\n}\nfn ${side}4(edge: u32, depth: u32) -> Four {\n${fourText}\n}\n`;
}

/** What a step does where a factor is not finite: see `Product.gradient`. */
function oddText(gradient: Product["gradient"]): string {
  if (!gradient) {
    return "fn isOdd(a: Four, b: Four) -> bool { return false; }\nfn times(a: f32, b: vec4f) -> vec4f { return a * b; }\n";
  }
  const [other, zero] =
    gradient === "left" ? (["b", "vec4<bool>(a == 0.0)"] as const) : (["a", "b == vec4f(0.0)"] as const);
  const finite = ["x", "y", "z", "w"].map((k) => `isFinite4(bitcast<vec4u>(${other}.${k}))`);
  return [
    `fn isOdd(a: Four, b: Four) -> bool { return !all(${finite.join(" & ")}); }`,
    `fn times(a: f32, b: vec4f) -> vec4f { return select(a * b, vec4f(0.0), ${zero}); }`,
    "",
  ].join("\n");
}

const directText =
  "fn leave(slice: u32, row: u32, column: u32, value: f32) { leaveSum(row, column, value); }\n";

function slicesBinding(elements: number, access: Binding["access"]): Binding {
  return { buffer: "slices", offset: 0, size: 4 * elements, access };
}

function sliceText(frame: Frame, shader: ShaderInterface, { rows, columns }: Product, parts: number): string {
  const binding = slicesBinding(rows * columns * parts, "read_write");
  frame.buffers.slices = {
    role: "scratch",
    size: Math.max(binding.size, frame.buffers.slices?.size ?? 0),
  };
  shader.storage("slices", "array<f32>", binding);
  return "fn leave(slice: u32, row: u32, column: u32, value: f32) {\n  slices[(slice * uniforms.rows + row) * uniforms.columns + column] = value;\n}\n";
}

/** How many slices a product is worth: enough lanes at work, and no more than a few megabytes of partial sums. */
export function slicesOf(frame: Frame, rows: number, columns: number, depth: number): number {
  const tiles = Math.ceil(rows / 4) * Math.ceil(columns / 4);
  const lanes = frame.software ? 256 : 16384;
  return Math.max(
    1,
    Math.min(
      Math.floor(lanes / tiles),
      Math.ceil(depth / block),
      Math.floor(2 ** 20 / (rows * columns)),
      1024,
    ),
  );
}
