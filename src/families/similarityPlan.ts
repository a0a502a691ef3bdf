import backwardStage from "../../shaders/families/similarityBackward.wgsl?raw";
import forwardStage from "../../shaders/families/similarityForward.wgsl?raw";
import gatherStage from "../../shaders/families/similarityGather.wgsl?raw";
import normsStage from "../../shaders/families/similarityNorms.wgsl?raw";
import pairPart from "../../shaders/families/similarityPair.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest, Work } from "../plan/plan.js";
import { Items, type Run } from "./items.js";
import { paramsText } from "./params.js";
import type { SimilarityDefinition } from "./similarityDefinition.js";
import { bodyText, rowsText, type Side, storeText, trainedText } from "./similarityText.js";
import { type PairTile, pullText, tileText } from "./similarityTile.js";
import { backwardWork, forwardWork, gatherWork, normsWork, type PairsKernel } from "./similarityWork.js";

/** How many lanes go through the others for the same rows, and how many such teams a workgroup has. */
interface Grid {
  readonly shares: number;
  readonly blocks: number;
  /** Tiles of a lane between two barriers on the way back. */
  readonly tiles: number;
  /** Multiplications and additions of one dispatch: no device is to be busy for seconds. */
  readonly most: number;
}

const software: Grid = { shares: 4, blocks: 4, tiles: 4, most: 2 ** 30 };
const hardware: Grid = { shares: 16, blocks: 8, tiles: 1, most: 2 ** 39 };

/** Products from which on, in software, running is more than compiling. */
const largeWork = 2 ** 22;

/** Bytes of what is kept of a row. */
const keptBytes = { contrast: 24, sum: 0, hardest: 16 };

/**
 *     norms → forward over rows (→ over columns) → items → fold → backward per side
 *
 * Scores are computed where they are needed, once forward and once for each side's gradient, and are not stored.
 */
export function planSimilarity(request: PlanRequest): Plan {
  return new Similarity(request).plan();
}

class Similarity {
  readonly #request: PlanRequest;
  readonly #definition: SimilarityDefinition;
  readonly #items: Items;
  readonly #grid: Grid;
  readonly #rows: Side;
  readonly #columns: Side;
  readonly #isSymmetric: boolean;

  constructor(request: PlanRequest) {
    const definition = request.definition as SimilarityDefinition;
    this.#request = request;
    this.#definition = definition;
    this.#items = new Items(request, { decides: definition.decides, summed: definition.trained });
    this.#grid = request.device.software ? software : hardware;
    const { rows = 0, columns = 0 } = this.#items.layout.sizes;
    this.#rows = { inputs: definition.rows, rows, first: 0 };
    this.#columns =
      definition.columns === undefined
        ? this.#rows
        : { inputs: [definition.columns], rows: columns, first: rows };
    this.#isSymmetric = definition.symmetric(request.params);
  }

  plan(): Plan {
    const items = this.#items;
    const sides = [...new Set([this.#rows, this.#columns])];
    const all = sides.reduce((sum, { rows }) => sum + rows, 0);
    items.scratch("inverses", 4 * all);
    if (this.#keeps) items.scratch("kept", keptBytes[this.#definition.statistic] * all);
    items.inspect();
    for (const side of sides) this.#norms(side);
    this.#forward(this.#rows, this.#columns, false);
    if (this.#isSymmetric) this.#forward(this.#columns, this.#rows, true);
    items.reduce();
    if (!this.#request.divisorOnly) this.#backward(sides);
    return items.finish();
  }

  /** Whether rows leave something behind for their slopes. */
  get #keeps(): boolean {
    const { gradients } = this.#request;
    return (
      this.#definition.statistic !== "sum" && gradients.some((name) => !this.#items.summed.includes(name))
    );
  }

  /** The uniforms of a dispatch over some rows of a side. */
  #fields(shader: ShaderInterface, own: Side, other: Side): void {
    const { features = 0 } = this.#items.layout.sizes;
    const fields = {
      rows: own.rows,
      others: other.rows,
      features,
      quads: Math.ceil(features / 4),
      ownFirst: own.first,
      otherFirst: other.first,
      items: this.#items.layout.items,
      normalizes: this.#definition.normalizes(this.#request.params) ? 1 : 0,
    };
    for (const [name, value] of Object.entries(fields)) shader.field(name, "u32", { u32: value });
  }

  #norms(side: Side): void {
    const { frame } = this.#items;
    const workgroup = frame.software ? 16 : 64;
    const shader = new ShaderInterface();
    this.#fields(shader, side, side);
    const text = [
      `const WORKGROUP = ${workgroup}u;`,
      "const BLOCK = 16u;",
      rowsText(this.#items, shader, "Own", side),
    ].join("\n");
    shader.storage("inverses", "array<u32>", this.#items.whole("inverses", "read_write"));
    this.#items.add({
      label: "norms",
      shader,
      texts: [{ name: "similarity/norms (generated)", text }],
      skeleton: { name: "shaders/families/similarityNorms.wgsl", text: normsStage },
      workgroups: Math.max(1, Math.min(Math.ceil(side.rows / workgroup), 1024)),
      work: normsWork(
        side,
        this.#items.layout.sizes.features ?? 0,
        workgroup,
        this.#definition.normalizes(this.#request.params),
      ),
    });
  }

  /** What every kernel over pairs has; declares inputs, norms and numbers. */
  #pairs(shader: ShaderInterface, own: Side, other: Side): string {
    const { name, statistic, part, numbers } = this.#definition;
    const { params, inputs } = this.#request;
    const { shares, blocks, tiles } = this.#grid;
    this.#fields(shader, own, other);
    const isSelf = own === other;
    const isDistance = statistic === "hardest";
    const labels = inputs.labels ? this.#items.read(shader, "labels") : "";
    const texts = [
      `const SHARES = ${shares}u;`,
      `const BLOCKS = ${blocks}u;`,
      `const CHUNK = ${4 * shares * tiles}u;`,
      "const BLOCK = 16u;",
      `const TRAINS = ${this.#items.summed.length > 0};`,
      rowsText(this.#items, shader, "Own", own),
      isSelf
        ? "fn loadOther(row: u32, quad: u32) -> vec4f { return loadOwn(row, quad); }"
        : rowsText(this.#items, shader, "Other", other),
      `${labels}fn identityOf(row: u32) -> u32 { return ${labels ? "read_labels(row)" : "0u"}; }`,
      `fn term(a: vec4f, b: vec4f) -> f32 { ${isDistance ? "let apart = a - b; return dot(apart, apart);" : "return dot(a, b);"} }`,
      paramsText(shader, name, numbers(params)),
      trainedText(this.#items, shader, numbers(params)),
      bodyText(this.#definition),
      pairPart,
      part.text,
    ];
    shader.storage("inverses", "array<u32>", this.#items.whole("inverses", "read"));
    return texts.join("\n");
  }

  /** In software rows are written out where there are so many pairs that compiling it is worth while. */
  get #tile(): PairTile {
    const { rows = 0, columns = 0, features = 0 } = this.#items.layout.sizes;
    const { software, subgroupSize } = this.#request.device;
    if (!software) return { rows: 4, quads: 1, isWrittenOut: true, isShared: false };
    const isLarge = rows * columns * features >= largeWork;
    const isShared = isLarge && subgroupSize === this.#grid.shares;
    return { rows: isShared ? 8 : 4, quads: isShared ? 2 : 1, isWrittenOut: isLarge, isShared };
  }

  /** Runs over rows of a side, so many at a time that none takes long; declares `firstRow` and `endRow`. */
  #runs(
    shader: ShaderInterface,
    first: number,
    end: number,
    work: number,
    workOf: (rows: number) => Work,
  ): Run[] {
    const { blocks, most } = this.#grid;
    const unit = this.#tile.rows * blocks;
    const { features = 1 } = this.#items.layout.sizes;
    const rows = Math.max(1, Math.floor(most / Math.max(1, work * features) / unit)) * unit;
    const size = Math.min(rows, 65535 * unit);
    const place = shader.uniform.length;
    shader.field("firstRow", "u32", { u32: first });
    shader.field("endRow", "u32", { u32: end });
    const runs: Run[] = [];
    for (let at = first; at < end; at += size) {
      const stop = Math.min(end, at + size);
      runs.push({
        fields: { [place]: { u32: at }, [place + 1]: { u32: stop } },
        workgroups: Math.ceil((stop - at) / unit),
        work: workOf(stop - at),
      });
    }
    return runs;
  }

  /** What the cost of a kernel over pairs depends on. */
  #kernel(own: Side, other: Side): PairsKernel {
    const { shares, blocks, tiles } = this.#grid;
    return {
      own,
      other,
      features: this.#items.layout.sizes.features ?? 0,
      together: this.#tile.rows * blocks,
      chunk: 4 * shares * tiles,
      isDistance: this.#definition.statistic === "hardest",
    };
  }

  #forward(own: Side, other: Side, isSecond: boolean): void {
    const { name, body } = this.#definition;
    const { shares, blocks } = this.#grid;
    const shader = new ShaderInterface();
    const text = [
      `const WORKGROUP = ${shares * blocks}u;`,
      this.#pairs(shader, own, other),
      tileText(this.#tile),
      this.#leave(shader),
    ].join("\n");
    shader.field("isSecond", "u32", { u32: isSecond ? 1 : 0 });
    this.#items.losses(shader, "read_write");
    this.#items.add({
      label: isSecond ? "forward columns" : "forward",
      texts: [
        { name: `${name}/pairs (generated)`, text },
        { name: `shaders/losses/${name}.wgsl`, text: body },
      ],
      subgroups: this.#tile.isShared,
      skeleton: { name: "shaders/families/similarityForward.wgsl", text: forwardStage },
      workgroups: 0,
      runs: this.#runs(shader, 0, own.rows, other.rows, (rows) =>
        forwardWork(this.#kernel(own, other), rows),
      ),
      shader,
    });
  }

  /** Where a row leaves what its slopes need, and the slopes of trained numbers. */
  #leave(shader: ShaderInterface): string {
    const { summed } = this.#items;
    this.#items.slopes(shader, "read_write");
    const trained = ["scale", "bias"].map((name, axis) => {
      if (!summed.includes(name)) return { before: "0.0", store: "" };
      const place = `slopes[row * ${summed.length}u + ${summed.indexOf(name)}u]`;
      return { before: place, store: ` ${place} = values[${axis}];` };
    });
    if (this.#keeps) shader.storage("kept", "array<Kept>", this.#items.whole("kept", "read_write"));
    return [
      `fn slopesBefore(row: u32) -> vec2f { return vec2f(${trained.map(({ before }) => before).join(", ")}); }`,
      `fn leaveSlopes(row: u32, values: vec2f) {${trained.map(({ store }) => store).join("")} }`,
      `fn leaveKept(row: u32, one: Kept) { ${this.#keeps ? "kept[row] = one;" : ""} }`,
      "",
    ].join("\n");
  }

  #backward(sides: readonly Side[]): void {
    const { gradients } = this.#request;
    for (const own of sides) {
      const wanted = own.inputs.filter((input) => gradients.includes(input));
      if (wanted.length === 0) continue;
      if (this.#definition.statistic === "hardest") {
        this.#gather(own);
        continue;
      }
      const each = own.rows / own.inputs.length;
      const first = own.inputs.indexOf(wanted[0] as string) * each;
      const other = own === this.#rows ? this.#columns : this.#rows;
      this.#pull(own, other, first, first + wanted.length * each);
    }
  }

  #pull(own: Side, other: Side, first: number, end: number): void {
    const { name, body } = this.#definition;
    const { shares, blocks } = this.#grid;
    const both = own === other || this.#isSymmetric;
    const { gradients, accumulated } = this.#request;
    const wanted = own.inputs.filter((name) => gradients.includes(name));
    const shader = new ShaderInterface();
    const text = [
      `const WORKGROUP = ${shares * blocks}u;`,
      this.#pairs(shader, own, other),
      tileText(this.#tile),
      pullText(this.#tile),
      this.#kept(shader),
      storeText(this.#items, shader, own),
    ].join("\n");
    // Whose items a pair belongs to: our row's, the other's, or both; of an item of two ways each has half.
    shader.field("firstWay", "u32", { u32: both || own === this.#rows ? 0 : 1 });
    shader.field("endWay", "u32", { u32: both || other === this.#rows ? 2 : 1 });
    shader.field("half", "f32", { f32: this.#isSymmetric ? 0.5 : 1 });
    this.#items.pulls(shader);
    this.#items.add({
      label: "backward",
      texts: [
        { name: `${name}/pairs (generated)`, text },
        { name: `shaders/losses/${name}.wgsl`, text: body },
      ],
      subgroups: this.#tile.isShared,
      skeleton: { name: "shaders/families/similarityBackward.wgsl", text: backwardStage },
      workgroups: 0,
      runs: this.#runs(shader, first, end, 2 * other.rows, (rows) =>
        backwardWork(this.#kernel(own, other), rows, { ways: both ? 2 : 1, wanted, accumulated }),
      ),
      shader,
    });
  }

  #gather(own: Side): void {
    const { name, body } = this.#definition;
    const workgroup = this.#request.device.software ? 16 : 64;
    const shader = new ShaderInterface();
    const text = [
      `const WORKGROUP = ${workgroup}u;`,
      this.#pairs(shader, own, own),
      this.#kept(shader),
      storeText(this.#items, shader, own),
    ].join("\n");
    this.#items.pulls(shader);
    this.#items.add({
      label: "backward",
      shader,
      texts: [
        { name: `${name}/pairs (generated)`, text },
        { name: `shaders/losses/${name}.wgsl`, text: body },
      ],
      skeleton: { name: "shaders/families/similarityGather.wgsl", text: gatherStage },
      workgroups: Math.max(1, Math.min(Math.ceil(own.rows / workgroup), 65535)),
      work: gatherWork(
        this.#kernel(own, own),
        workgroup,
        own.inputs.filter((input) => this.#request.gradients.includes(input)),
      ),
    });
  }

  #kept(shader: ShaderInterface): string {
    if (!this.#keeps) return "fn keptAt(row: u32) -> Kept { return Kept(0.0); }\n";
    shader.storage("kept", "array<Kept>", this.#items.whole("kept", "read"));
    return "fn keptAt(row: u32) -> Kept { return kept[row]; }\n";
  }
}
