import joinStage from "../../shaders/stages/join.wgsl?raw";
import tilesStage from "../../shaders/stages/tiles.wgsl?raw";
import type { ShaderText } from "../plan/compose.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Work } from "../plan/plan.js";
import type { Items } from "./items.js";

const block = 16;

/** A kernel of terms: its texts have `fn termOf(item: u32, term: u32) -> Partial`. */
export interface TilesKernel {
  readonly label: string;
  readonly shader: ShaderInterface;
  readonly texts: readonly ShaderText[];
  /** The texts have `fn beforeTerms(lane: u32)`, which every lane of a workgroup calls first. */
  readonly prepares?: boolean;
  /** What all terms cost. */
  readonly work: Work;
}

/**
 * Items whose loss is a sum of many terms: one or several lists of terms per item, each added up by a kernel
 * in tiles, then joined to `itemLosses`.
 */
export class Tiles {
  readonly #items: Items;
  readonly #lists: readonly {
    readonly terms: number;
    readonly tile: number;
    readonly tiles: number;
    readonly first: number;
  }[];
  readonly #partials: number;
  readonly #workgroup: number;

  /** @param counts how many terms each list has, per item */
  constructor(items: Items, counts: readonly number[]) {
    const { software } = items.request.device;
    this.#items = items;
    this.#workgroup = software ? 16 : 256;
    const step = block * this.#workgroup;
    let first = 0;
    this.#lists = counts.map((terms) => {
      const tile = Math.max(1, Math.ceil(terms / (software ? 64 : 1024) / step)) * step;
      const list = { terms, tile, tiles: Math.max(1, Math.ceil(terms / tile)), first };
      first += list.tiles;
      return list;
    });
    this.#partials = first;
    items.scratch("partials", 8 * first * items.layout.items);
  }

  /** Adds the kernel of a list. */
  add(index: number, { label, shader, texts, prepares = false, work }: TilesKernel): void {
    const { request, layout, frame } = this.#items;
    const list = this.#lists[index];
    if (!list) throw new Error(`there is no list ${index} of terms`);
    const { terms, tile, tiles, first } = list;
    const fields = {
      items: layout.items,
      terms,
      tile,
      tiles,
      firstPartial: first,
      partials: this.#partials,
    };
    for (const [name, value] of Object.entries(fields)) shader.field(name, "u32", { u32: value });
    shader.storage("partials", "array<vec2u>", this.#items.whole("partials", "read_write"));
    const head = [
      `const WORKGROUP = ${this.#workgroup}u;`,
      `const BLOCK = ${block}u;`,
      prepares ? "" : "fn beforeTerms(lane: u32) {}",
      "",
    ].join("\n");
    this.#items.add({
      label,
      shader,
      texts: [{ name: `${frame.label}/terms (generated)`, text: head }, ...texts],
      skeleton: { name: "shaders/stages/tiles.wgsl", text: tilesStage },
      workgroups: Math.max(1, Math.min(layout.items * tiles, request.device.software ? 16 : 4096)),
      work: {
        ...work,
        // A list has its own part of every item's partial sums.
        writes: { ...work.writes, partials: tiles / this.#partials },
      },
    });
  }

  /** Adds what makes items' losses of all tiles. */
  join(): void {
    const { request, layout, frame } = this.#items;
    const shader = new ShaderInterface();
    shader.field("items", "u32", { u32: layout.items });
    shader.field("partials", "u32", { u32: this.#partials });
    shader.storage("partials", "array<vec2u>", this.#items.whole("partials", "read"));
    this.#items.losses(shader, "read_write");
    const head = `const WORKGROUP = ${this.#workgroup}u;\nconst BLOCK = ${block}u;\n`;
    this.#items.add({
      label: "join",
      shader,
      texts: [{ name: `${frame.label}/join (generated)`, text: head }],
      skeleton: { name: "shaders/stages/join.wgsl", text: joinStage },
      workgroups: Math.max(
        1,
        Math.min(Math.ceil(layout.items / this.#workgroup), request.device.software ? 8 : 256),
      ),
      work: { flops: layout.items * this.#partials },
    });
  }
}
