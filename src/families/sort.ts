import countStage from "../../shaders/stages/sortCount.wgsl?raw";
import scanStage from "../../shaders/stages/sortScan.wgsl?raw";
import scatterStage from "../../shaders/stages/sortScatter.wgsl?raw";
import type { ShaderText } from "../plan/compose.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Binding } from "../plan/plan.js";
import type { Frame } from "./frame.js";

/** Bits of a pass. */
const digitBits = 4;

/** Numbers of a block of the scan. */
const block = 4096;

/** Threads at most: 16 counts of each are scanned in blocks whose sums fit one block. */
const mostThreads = 2 ** 20;

/**
 * Adds a stable sort of `keys` (u32, ascending) in scratch buffers: afterwards `keys` is in order, and `order` says
 * which item each key was of. Least digit first: count, scan, scatter.
 */
export function addSort(frame: Frame, items: number): void {
  const { software } = frame;
  const workgroup = software ? 16 : 64;
  const stretch = Math.max(32, Math.ceil(items / (software ? 128 : mostThreads)));
  const threads = Math.ceil(items / stretch);
  const numbers = 16 * threads;
  const blocks = Math.ceil(numbers / block);
  const sizes = {
    keys: items,
    order: items,
    otherKeys: items,
    otherOrder: items,
    counts: numbers,
    sums: blocks,
    rest: 1,
  };
  for (const [name, length] of Object.entries(sizes)) {
    frame.buffers[name] = { role: "scratch", size: Math.max(16, 4 * length) };
  }
  const whole = (buffer: string, access: Binding["access"] = "read"): Binding => ({
    buffer,
    offset: 0,
    size: frame.buffers[buffer]?.size ?? 16,
    access,
  });
  const add = (
    label: string,
    shader: ShaderInterface,
    head: string,
    stage: string,
    workgroups: number,
  ): void => {
    const name = `${frame.label}/${label}`;
    const texts: ShaderText[] = [{ name: `${name} (generated)`, text: `${head}\n${shader.text()}` }];
    frame.steps.push({
      kind: "dispatch",
      label: name,
      module: frame.module(texts, { name: `shaders/stages/${label}.wgsl`, text: stage }),
      bindings: shader.bindings,
      uniform: shader.uniform,
      workgroups,
    });
  };
  const scan = (numbers: string, length: number, sums: string): void => {
    const lanes = software ? 16 : 256;
    const shader = new ShaderInterface();
    shader.sizes({ length });
    shader.storage("numbers", "array<u32>", whole(numbers, "read_write"));
    shader.storage("sums", "array<u32>", whole(sums, "read_write"));
    const head = `const WORKGROUP = ${lanes}u;\nconst RUN = ${block / lanes}u;`;
    add("sortScan", shader, head, scanStage, Math.ceil(length / block));
  };
  const groups = Math.ceil(threads / workgroup);
  const head = `const WORKGROUP = ${workgroup}u;\nconst BLOCK = ${block}u;`;
  for (let shift = 0; shift < 32; shift += digitBits) {
    const isEven = (shift / digitBits) % 2 === 0;
    const [from, to] = isEven ? (["", "other"] as const) : (["other", ""] as const);
    const named = (side: string, name: string): string =>
      side ? `${side}${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
    const count = new ShaderInterface();
    count.sizes({ items, threads, stretch, shift });
    count.storage("keys", "array<u32>", whole(named(from, "keys")));
    count.storage("counts", "array<u32>", whole("counts", "read_write"));
    add("sortCount", count, head, countStage, groups);
    scan("counts", numbers, "sums");
    scan("sums", blocks, "rest");
    const scatter = new ShaderInterface();
    scatter.sizes({ items, threads, stretch, shift });
    scatter.storage("keys", "array<u32>", whole(named(from, "keys")));
    scatter.storage("order", "array<u32>", whole(named(from, "order")));
    scatter.storage("counts", "array<u32>", whole("counts"));
    scatter.storage("sums", "array<u32>", whole("sums"));
    scatter.storage("sortedKeys", "array<u32>", whole(named(to, "keys"), "read_write"));
    scatter.storage("sortedOrder", "array<u32>", whole(named(to, "order"), "read_write"));
    add("sortScatter", scatter, head, scatterStage, groups);
  }
}
