import gemmStage from "../../shaders/stages/gemm.wgsl?raw";
import slicesStage from "../../shaders/stages/slices.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import type { Binding, Work } from "../plan/plan.js";
import { type DType, dtypeBytes } from "../tensor.js";
import type { Frame } from "./frame.js";
import { type TileSize, tileText } from "./gemmTile.js";
import { elementInput, elementRead, quadInput } from "./storage.js";

/** One side of a product. Its edge is the rows of the left factor, the columns of the right one. */
export interface Factor {
  /** All of the list that it is a part of. */
  readonly binding: Binding;
  readonly dtype: DType;
  /** The element with which it begins; a multiple of 4 where the stride is. */
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
  /** What leaving moves, where it is not that every buffer is written once. */
  readonly leaves?: Pick<Work, "reads" | "writes">;
  /** `leaveSum(row, column, value)`, called once per element; it declares what it writes. */
  readonly leave: (shader: ShaderInterface) => string;
}

/** Steps of the depth that are summed before they join the rest. */
const block = 64;

/** Adds left · right, and where the depth was cut, the joining of its slices. */
export function gemm(frame: Frame, product: Product): void {
  const { rows, columns, depth, slices = 1 } = product;
  const tile = tileOf(frame, product);
  const workgroup = workgroupOf(frame);
  const needed = Math.ceil(columns / (4 * tile.across));
  const lanesAcross = Math.min(workgroup, 2 ** Math.ceil(Math.log2(needed)));
  const shader = new ShaderInterface();
  const size = Math.ceil(depth / slices / 4) * 4;
  const parts = Math.max(1, Math.ceil(depth / size));
  shader.field("rows", "u32", { u32: rows });
  shader.field("columns", "u32", { u32: columns });
  shader.field("depth", "u32", { u32: depth });
  shader.field("sliceDepth", "u32", { u32: size });
  shader.field("slices", "u32", { u32: parts });
  shader.field("lanesAcross", "u32", { u32: lanesAcross });
  const text = [
    tileText(tile, product.gradient),
    factorText(shader, "left", product.left, "uniforms.rows"),
    factorText(shader, "right", product.right, "uniforms.columns"),
    slices > 1 ? sliceText(frame, shader, product, parts) : product.leave(shader) + directText,
  ];
  const lanes =
    Math.ceil(Math.ceil(rows / (4 * tile.down)) / (workgroup / lanesAcross)) *
    Math.ceil(needed / lanesAcross) *
    workgroup;
  const stage = { name: "shaders/stages/gemm.wgsl", text: gemmStage };
  // Lanes of a workgroup share what they read: its rows of the left factor, its columns of the right one.
  const groups = { down: (4 * tile.down * workgroup) / lanesAcross, across: 4 * tile.across * lanesAcross };
  const reads = {
    [product.left.binding.buffer]: partOf(product.left, rows, depth) * Math.ceil(columns / groups.across),
    [product.right.binding.buffer]: partOf(product.right, columns, depth) * Math.ceil(rows / groups.down),
  };
  const left = slices > 1 ? {} : product.leaves;
  const work = { ...left, flops: 2 * rows * columns * depth, reads: { ...left?.reads, ...reads } };
  add(frame, product.label, shader, text.join(""), stage, lanes * parts, work, tile.isShared);
  if (slices > 1) join(frame, product, parts);
}

/** What of a factor's binding one going over it reads. */
function partOf({ binding, dtype, ones }: Factor, edge: number, depth: number): number {
  return (Math.min(edge, ones ?? edge) * depth * dtypeBytes(dtype)) / binding.size;
}

function join(frame: Frame, { label, rows, columns, leave, leaves }: Product, parts: number): void {
  const shader = new ShaderInterface();
  shader.field("rows", "u32", { u32: rows });
  shader.field("columns", "u32", { u32: columns });
  shader.field("slices", "u32", { u32: parts });
  shader.storage("slices", "array<f32>", slicesBinding(rows * columns * parts, "read"));
  const stage = { name: "shaders/stages/slices.wgsl", text: slicesStage };
  const work = { ...leaves, flops: rows * columns * parts };
  add(frame, `${label} joined`, shader, leave(shader), stage, rows * columns, work);
}

function add(
  frame: Frame,
  label: string,
  shader: ShaderInterface,
  glue: string,
  stage: { readonly name: string; readonly text: string },
  lanes: number,
  work: Work,
  subgroups = false,
): void {
  const workgroup = workgroupOf(frame);
  const head = [
    ...(subgroups ? ["enable subgroups;"] : []),
    `const WORKGROUP = ${workgroup}u;`,
    `const BLOCK = ${block}u;`,
    shader.text(),
    glue,
  ].join("\n");
  frame.steps.push({
    kind: "dispatch",
    label: `${frame.label}/${label}`,
    module: frame.module([{ name: `${frame.label}/${label} (generated)`, text: head }], stage),
    bindings: shader.bindings,
    uniform: shader.uniform,
    workgroups: Math.max(1, Math.min(Math.ceil(lanes / workgroup), frame.software ? 16 : 65535)),
    work,
    open: true,
  });
}

function workgroupOf(frame: Frame): number {
  return frame.software ? 16 : 64;
}

/**
 * In software a read costs more than the arithmetic with it, so tiles are larger there; but a larger tile also takes
 * three times as long to compile, as long as a million steps.
 */
function tileOf(frame: Frame, { rows, columns, depth }: Product): TileSize {
  const size = rows * columns * depth;
  // A subgroup has four neighbours across, so a lane's tile of 8 columns asks for 32.
  if (
    frame.software &&
    frame.request.device.subgroupSize === 4 &&
    size >= 2 ** 24 &&
    rows >= 16 &&
    columns >= 32
  )
    return { down: 4, across: 2, isShared: true };
  const most = frame.software && size >= 2 ** 20 ? 2 : 1;
  return {
    down: Math.min(most, Math.ceil(rows / 4)),
    across: Math.min(most, Math.ceil(columns / 4)),
    isShared: false,
  };
}

/**
 * `<side>4(edge, depth)`: four of the edge at each of four depths, of the left factor as rows, of the right one as
 * columns; `<side>1`: at one depth.
 */
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
  // As columns of a matrix these are the left factor's depths, or the right one's edge.
  const isTurned = (along === "depth") === (side === "left");
  const matrix = (columns: readonly string[], turned: boolean): string =>
    turned ? `transpose(mat4x4f(${columns.join(", ")}))` : `mat4x4f(${columns.join(", ")})`;
  const quad = (element: string): string => `bitcast<vec4f>(load_${side}((${element}) / 4u))`;
  const isOne = ones === undefined ? "" : "  if (edge >= uniforms.ones) { return vec4f(1.0); }\n";
  const oneText =
    vector && along === "edge"
      ? `${isOne}  return ${quad(`${start} + ${ones === undefined ? `min(edge, ${edges} - 4u)` : "edge"} + depth * ${step}`)};`
      : `  return vec4f(${all.map(one).join(", ")});`;
  const fourText =
    vector && along === "depth"
      ? matrix(
          all.map((k) => quad(at(k))),
          isTurned,
        )
      : matrix(
          all.map((k) => `${side}1(edge, depth + ${k}u)`),
          side === "right",
        );
  return `${reads}fn ${side}1(edge: u32, depth: u32) -> vec4f {\n${oneText}\n}\nfn ${side}4(edge: u32, depth: u32) -> mat4x4f {\n  return ${fourText};\n}\n`;
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
