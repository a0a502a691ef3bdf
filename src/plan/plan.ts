import type { Layout } from "../check/layout.js";
import type { Definition, Params, Reduction } from "../definition.js";
import type { DType } from "../tensor.js";

/**
 * A plan is everything the device will do, as plain data: it prints, compares and is tested in Node,
 * and `gpu/` runs it without knowing what a loss is.
 */
export interface Plan {
  readonly label: string;
  readonly buffers: Readonly<Record<string, BufferSpec>>;
  readonly steps: readonly Step[];
  /** The words of the `totals` buffer, in order: what the host adds up and checks. */
  readonly totals: readonly TotalsField[];
  /** How many items are counted where the shapes tell; `undefined` where labels or masks decide. */
  readonly counted: number | undefined;
}

export interface TotalsField {
  readonly name: string;
  readonly type: "f32" | "u32";
}

/**
 * What a buffer is for. `input`, `gradient`, `loss`, `count`, `output` are seen by the user;
 * `totals` is what the host reads back; `side` holds small tensors and counts; `scratch` is ours.
 */
export type BufferRole = "input" | "gradient" | "loss" | "count" | "output" | "totals" | "side" | "scratch";

export interface BufferSpec {
  readonly role: BufferRole;
  /** Bytes needed. */
  readonly size: number;
  /** Words written once when the plan is realised (class weights in the side buffer). */
  readonly initial?: Readonly<{ offset: number; data: Float32Array | Uint32Array }>;
  /** The gradient lives in this input's own buffer. */
  readonly inPlaceOf?: string;
}

export type Step = Dispatch | Copy | Clear;

export interface Dispatch {
  readonly kind: "dispatch";
  readonly label: string;
  readonly module: ShaderModule;
  /** Storage buffers in binding order, from binding 1 on; binding 0 is the uniform. */
  readonly bindings: readonly Binding[];
  readonly uniform: readonly UniformField[];
  readonly workgroups: number;
  readonly work?: Work;
  /** Its arrays stay without a length, see `fixArrays`: so many accesses at a time share the one question for it. */
  readonly open?: boolean;
}

/** What a dispatch costs by its algorithm, from shapes alone: what is told, not what is run. */
export interface Work {
  /** How often functions of the module are called; the operations of each are counted from its text. */
  readonly calls?: Readonly<Record<string, number>>;
  /** Additions and multiplications that no such call tells, as those of products. */
  readonly flops?: number;
  /**
   * How many times over a buffer's binding is read and written, where that is not once what its access says; of a
   * part of it a fraction.
   */
  readonly reads?: Readonly<Record<string, number>>;
  readonly writes?: Readonly<Record<string, number>>;
}

export interface Copy {
  readonly kind: "copy";
  readonly from: Slice;
  readonly to: Slice;
  readonly size: number;
}

/** Fills a buffer of ours with zeros. */
export interface Clear {
  readonly kind: "clear";
  readonly buffer: string;
}

export interface Slice {
  readonly buffer: string;
  readonly offset: number;
}

export interface Binding extends Slice {
  readonly size: number;
  readonly access: "read" | "read_write";
}

/** WGSL text and where each of its lines came from. */
export interface ShaderModule {
  readonly code: string;
  readonly sections: readonly Section[];
}

/** `lines` lines of the module, from line `start` (1-based), are the file `name` from its first line. */
export interface Section {
  readonly name: string;
  readonly start: number;
  readonly lines: number;
}

/** Four bytes of a uniform block. What varies per encode is named; the rest is a number of the plan. */
export type UniformField =
  | { readonly u32: number }
  | { readonly f32: number }
  | { readonly value: "gradientScale" | "scaleMode" | "divisor" | "divisorMode" | "ratio" }
  | { readonly param: string };

/** Where a value that the user may give as a number or a tensor comes from. */
export const divisorModes = { natural: 0, number: 1, tensor: 2 } as const;

/** What an input is, as far as planning goes. */
export interface PlannedInput {
  readonly elements: number;
  readonly dtype: DType;
  /** The buffer reaches to the next 16-byte border, so that the last vec4 may be read and written. */
  readonly padded: boolean;
  /** Where the data begins in its buffer, in bytes (a multiple of the device's alignment). */
  readonly offset: number;
}

export interface PlanDevice {
  /** Runs on the CPU: few workgroups, long loops. */
  readonly software: boolean;
  readonly maxBindingSize: number;
  readonly maxInvocations: number;
  readonly offsetAlignment: number;
  /** Lanes of a subgroup, in the order of their local index; 0 where that is not known, or there are none. */
  readonly subgroupSize: number;
}

/** Some items in a row. */
export interface ItemRange {
  readonly first: number;
  readonly count: number;
}

/** A run of a row's classes. */
export interface ClassRange {
  readonly first: number;
  readonly classes: number;
}

/**
 * An input that is never whole in memory: a chunk of it at a time is made in the scratch buffer `chunk`, as f32,
 * and its gradient, if asked for, replaces it there.
 */
export interface Streamed {
  readonly input: string;
  /** Bytes of the chunk. */
  readonly bytes: number;
  /** Items of a chunk, at most, and of what it has a whole number (a row's elements). */
  readonly items: number;
  readonly step: number;
  /** Of a row that a chunk does not hold, how many classes it takes at a time; the chunk's one item is that row then. */
  readonly classes?: number;
  /** Fills the chunk with these items, or these classes of one. */
  readonly before: (range: ItemRange, span?: ClassRange) => readonly Step[];
  /** Takes their gradient out of it. */
  readonly after: (range: ItemRange, span?: ClassRange) => readonly Step[];
  /** The inputs that `checkInputs` looks at in its stead, and how many elements of each belong to an item; 0: to all. */
  readonly checked: Readonly<Record<string, number>>;
}

/** Everything a family needs to plan. */
export interface PlanRequest {
  readonly definition: Definition;
  readonly params: Params;
  /** How the items lie; of a piece, the piece's own. */
  readonly layout: Layout;
  readonly inputs: Readonly<Record<string, PlannedInput>>;
  readonly reduction: Reduction;
  readonly gradients: readonly string[];
  /** How each gradient is stored. */
  readonly gradientDtypes: Readonly<Record<string, DType>>;
  readonly inPlace: readonly string[];
  readonly checkInputs: boolean;
  readonly outputs: readonly string[];
  /** Gradients that are added to what is there. */
  readonly accumulated: readonly string[];
  /** Loss and count are added to what is there. */
  readonly accumulateLoss: boolean;
  /** `gradientScale` is a tensor shaped like the loss (reduction "none" only). */
  readonly scalePerItem: boolean;
  /** Where in the whole this piece begins, in items: labels of errors and per-axis parameters need it. */
  readonly firstItem: number;
  /** The divisor (and, for a root, its scale) will be given as a number: no dispatch looks for it. */
  readonly externalDivisor: boolean;
  /** Only find out what the divisor is made of: no loss, no gradients. */
  readonly divisorOnly: boolean;
  readonly device: PlanDevice;
  readonly streamed?: Streamed;
}
