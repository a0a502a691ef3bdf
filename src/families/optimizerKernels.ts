import moveKernel from "../../shaders/families/optimizer.wgsl?raw";
import clipKernel from "../../shaders/families/optimizerClip.wgsl?raw";
import normKernel from "../../shaders/families/optimizerNorm.wgsl?raw";
import structs from "../../shaders/families/optimizerTiles.wgsl?raw";
import type { OptimizerRequest } from "../optimizer.js";
import { compose, link, type ShaderText } from "../plan/compose.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Binding, BufferSpec, Dispatch } from "../plan/plan.js";
import { type Tile, tileTable } from "../plan/tiles.js";
import { library } from "./library.js";
import type { Group } from "./optimizerGroups.js";
import { type Bound, boundText, countText, moveText } from "./optimizerText.js";
import { paramsText } from "./params.js";

/** Bytes of a tile's norm. */
const normBytes = 16;

/** The dispatches of an optimiser's step. */
export class OptimizerKernels {
  /** What they keep beside the parameters, the gradients and the state. */
  readonly buffers: Record<string, BufferSpec>;
  /** The norm of all gradients is clipped. */
  readonly clips: boolean;
  readonly #request: OptimizerRequest;
  readonly #slots: readonly string[];
  readonly #tiles: number;
  readonly #workgroup: number;

  constructor(
    request: OptimizerRequest,
    slots: readonly string[],
    tiles: readonly Tile[],
    workgroup: number,
  ) {
    const table = tileTable(tiles, request.step);
    this.#request = request;
    this.#slots = slots;
    this.#tiles = tiles.length;
    this.#workgroup = workgroup;
    this.clips = request.params.clipGlobalNorm !== undefined;
    this.buffers = { side: { role: "side", size: table.byteLength, initial: { offset: 0, data: table } } };
    if (this.clips) this.buffers.partials = { role: "scratch", size: normBytes * tiles.length };
  }

  /** Moves the parameters of a group. */
  move(group: Group): Dispatch {
    const { definition, params } = this.#request;
    const { body, bodyName, counts } = definition;
    const shader = this.#interface(group);
    const text = [
      paramsText(shader, bodyName, definition.numbers(params)),
      boundText(shader, this.#parameters(group)),
      boundText(shader, this.#gradients(group)),
      countText(definition),
      moveText(definition, this.#slots, this.clips),
    ];
    this.#bind(shader, "side", "Side", counts ? "read_write" : "read");
    if (this.#slots.length > 0) {
      const { from, end } = group.state;
      const quad = 16 * this.#slots.length;
      shader.sizes({ firstStateQuad: from });
      shader.storage("state", "array<vec4f>", {
        buffer: "state",
        offset: quad * from,
        size: quad * Math.max(1, Math.ceil(end / 4) - from),
        access: "read_write",
      });
    }
    // A body that serves several optimisers has the name of the first.
    const own = { name: `shaders/optim/${bodyName}.wgsl`, text: body };
    return this.#dispatch("step", shader, text, [own], ["optimizer", moveKernel], group.tiles);
  }

  /** The squares of a group's gradients, tile by tile. */
  norms(group: Group): Dispatch {
    const shader = this.#interface(group);
    const text = [boundText(shader, this.#gradients(group)), foldText];
    this.#bind(shader, "side", "Side", "read");
    this.#bind(shader, "partials", "array<Norm>", "read_write");
    return this.#dispatch("norm", shader, text, [], ["optimizerNorm", normKernel], group.tiles);
  }

  /** The norm of all gradients → what each is multiplied by. */
  clip(): Dispatch {
    const shader = this.#interface({ firstTile: 0, tiles: this.#tiles });
    shader.field("clipGlobalNorm", "f32", { f32: this.#request.params.clipGlobalNorm as number });
    this.#bind(shader, "side", "Side", "read_write");
    this.#bind(shader, "partials", "array<Norm>", "read");
    return this.#dispatch("clip", shader, [foldText], [], ["optimizerClip", clipKernel], 1);
  }

  #interface({ firstTile, tiles }: Pick<Group, "firstTile" | "tiles">): ShaderInterface {
    const shader = new ShaderInterface();
    shader.sizes({ firstTile, tiles });
    return shader;
  }

  #bind(shader: ShaderInterface, name: string, type: string, access: Binding["access"]): void {
    shader.storage(name, type, { buffer: name, offset: 0, size: this.buffers[name]?.size ?? 0, access });
  }

  #parameters({ homes }: Group): Bound {
    const sizes = this.#request.homes;
    return {
      name: "parameters",
      access: "read_write",
      windows: homes,
      buffer: "tile.home",
      quad: "tile.homeQuad",
      padded: ({ buffer, end }) => 16 * Math.ceil(end / 4) <= (sizes[buffer] ?? 0),
    };
  }

  /** Nobody knows how far the buffers of gradients reach beyond their data. */
  #gradients({ gradients }: Group): Bound {
    const at = this.#request.together
      ? { buffer: "0u", quad: "tile.homeQuad" }
      : { buffer: "tile.tensor", quad: "tile.tensorQuad" };
    return {
      name: "gradients",
      access: "read",
      windows: gradients,
      ...at,
      padded: ({ end }) => end % 4 === 0,
    };
  }

  #dispatch(
    label: string,
    shader: ShaderInterface,
    text: readonly string[],
    bodies: readonly ShaderText[],
    [file, kernel]: readonly [string, string],
    workgroups: number,
  ): Dispatch {
    const { definition, device } = this.#request;
    const head = [`const WORKGROUP = ${this.#workgroup}u;`, shader.text(), ...text].join("\n");
    const pieces: ShaderText[] = [
      { name: `${definition.name}/${label} (generated)`, text: head },
      { name: "shaders/families/optimizerTiles.wgsl", text: structs },
      ...bodies,
      { name: `shaders/families/${file}.wgsl`, text: kernel },
    ];
    return {
      kind: "dispatch",
      label: `${definition.name}/${label}`,
      module: compose([...link(library, pieces), ...pieces]),
      bindings: shader.bindings,
      uniform: shader.uniform,
      workgroups: Math.min(workgroups, device.software ? 16 : 16384),
    };
  }
}

const foldText = [
  "alias Folded = Norm;",
  "fn mergeFolded(a: Folded, b: Folded) -> Folded { return mergeNorm(a, b); }",
  "",
].join("\n");
