/**
 * The settings in which GPU and reference must agree, one list for Node and for the browser. Settings that
 * differ only in run-time numbers share their pipelines: such a batch costs little more than one of them.
 */
import type { Definition, Loss, Params, Reduction } from "../../src/definition.js";
import { casesOf, definitionOfLoss, type Factory, factories, randomFrom } from "./catalogue.js";
import type { FloatType, RowShape, Weighing } from "./data.js";
import { givenSets } from "./hardRows.js";

/** A loss with the inputs that are given together. */
export interface Subject {
  /** `losses/softmaxCrossEntropy · labels`. */
  readonly address: string;
  readonly make: (params?: Params) => Loss;
  readonly definition: Definition;
  readonly given: readonly string[];
  readonly variants: readonly Params[];
  readonly coverage: "product" | "cover" | "glance";
}

export interface Setting {
  readonly reduction: Reduction;
  readonly dtype: FloatType;
  readonly weights: Weighing;
  readonly checkInputs: boolean;
  readonly gradients: "all" | "none" | "one";
}

/** Settings, and what else their pipelines have in common. */
export interface Batch {
  readonly settings: readonly Setting[];
  /** Of a rowwise loss. */
  readonly layout: Layout;
  /** Of a rowwise loss, which of its variants; the parameters of an elementwise one are run-time numbers. */
  readonly variant: number;
}

/** How rows lie, as far as it decides the pipeline. */
export interface Layout {
  readonly name: string;
  /** Classes and the numbers of rows that go with them. */
  readonly sizes: readonly (readonly [number, readonly number[]])[];
  readonly axes: readonly RowShape["classAxis"][];
}

/** The gradients that there are with the inputs given. */
export function gradientsOf({ definition, given }: Pick<Subject, "definition" | "given">): readonly string[] {
  // A half of a discriminator is given under its whole's names.
  const own = definition.gradients.filter((name) => given.includes(name));
  return own.length ? own : definition.gradients;
}

/** Elements: none, one, around a quad, around a workgroup's 32, around four for each of 128, and a tile of 4,096. */
export const lengths = [0, 1, 3, 4, 5, 31, 32, 33, 511, 513, 4097] as const;

/** An odd shape, whose product no power of two divides. */
export const oddShape = [11, 12, 13] as const;

const rows = [0, 1, 3, 33];

/**
 * Quads or single classes, classes side by side or apart, short rows or long, a lane or a team to a row. Short
 * rows may be written out by the planner, so each of their lengths stands alone.
 */
export const layouts: readonly Layout[] = [
  { name: "quads", sizes: [[4, rows]], axes: [-1] },
  { name: "singles", sizes: [[1, rows]], axes: [-1] },
  { name: "apart", sizes: [[2, [0, 3, 33]]], axes: [1, 0] },
  { name: "quads", sizes: [[8, rows]], axes: [-1] },
  {
    name: "long quads",
    sizes: [
      [64, rows],
      [1000, [33]],
    ],
    axes: [-1],
  },
  { name: "singles", sizes: [[2, rows]], axes: [-1] },
  { name: "apart", sizes: [[3, [0, 3, 33]]], axes: [0, 1] },
  {
    name: "long singles",
    sizes: [
      [33, rows],
      [127, [33]],
    ],
    axes: [-1],
  },
  { name: "quads", sizes: [[32, rows]], axes: [-1] },
  { name: "singles in a team", sizes: [[127, [1, 3]]], axes: [-1] },
  { name: "apart", sizes: [[4, [0, 3, 33]]], axes: [1, 0] },
  { name: "singles", sizes: [[3, rows]], axes: [-1] },
  {
    name: "long apart",
    sizes: [
      [31, [3, 33]],
      [32, [0, 33]],
      [33, [33]],
      [64, [3]],
      [127, [33]],
    ],
    axes: [1, 0],
  },
  { name: "quads in a team", sizes: [[1000, [1, 3]]], axes: [-1] },
  { name: "singles", sizes: [[5, rows]], axes: [-1] },
  { name: "apart", sizes: [[8, [0, 3, 33]]], axes: [0, 1] },
  {
    name: "apart in a team",
    sizes: [
      [127, [3]],
      [1000, [3]],
    ],
    axes: [1, 0],
  },
  { name: "singles", sizes: [[31, rows]], axes: [-1] },
  {
    name: "apart",
    sizes: [
      [1, [0, 3, 33]],
      [5, [3, 33]],
    ],
    axes: [1, 0],
  },
  { name: "many singles", sizes: [[3, [4100]]], axes: [-1] },
  { name: "many quads", sizes: [[8, [4100]]], axes: [-1] },
];

/** Every pair of settings, all together, for these; the machinery is the families', and they exercise it. */
const products = [
  "mse",
  "gaussianNll",
  "binaryCrossEntropyWithLogits",
  "softmaxCrossEntropy",
  "klDivergence",
];

/** A discriminator is its two halves, which are losses of their own. */
function wholes(make: Factory): readonly (readonly [string, Factory])[] {
  const { parts } = definitionOfLoss(make());
  if (!parts) return [[make.info.name, make]];
  return parts.map(({ loss }) => [loss.name, Object.assign(() => loss, { info: { name: loss.name } })]);
}

export const subjects: readonly Subject[] = factories.flatMap(wholes).flatMap(([name, make]) => {
  const isPart = name.endsWith(".real") || name.endsWith(".fake");
  const cases = isPart ? { variants: [{}] } : casesOf(name);
  const definition = definitionOfLoss(make());
  const sets =
    definition.family === "rowwise"
      ? givenSets(definition, "given" in cases ? cases.given : undefined)
      : [Object.keys(definition.inputs)];
  const few = Object.keys(definition.inputs).length === 1;
  return sets.flatMap((given): Subject[] => {
    const mode = sets.length > 1 ? ` · ${given.at(-1)}` : "";
    const coverage = products.includes(name) ? "product" : few ? "glance" : "cover";
    const subject = { make, definition, given, variants: cases.variants };
    const whole: Subject = { ...subject, address: `losses/${name}${mode}`, coverage };
    if (!("perLastAxis" in definition) || !definition.perLastAxis) return [whole];
    const listed = { [definition.perLastAxis]: [0.5, 2, 0, 1.25, 3] };
    const address = `losses/${name} · ${definition.perLastAxis} by entry`;
    return [whole, { ...subject, address, variants: [listed], coverage: "cover" }];
  });
});

/** What a pipeline is made of: one value of each. */
interface Choice {
  /** Whether the loss is reduced, by a divisor that the data decide, or not at all. */
  readonly work: "reduced" | "counted" | "none";
  readonly dtype: FloatType;
  readonly weights: "none" | "full" | "strided";
  readonly checkInputs: boolean;
  readonly gradients: Setting["gradients"];
}

type Axes = { readonly [K in keyof Choice]: readonly Choice[K][] };

function axesOf(subject: Subject): Axes {
  const { coverage } = subject;
  return {
    work: ["reduced", "none", "counted"],
    dtype: ["f32", "f16", "bf16"],
    weights: coverage === "glance" ? ["none", "full"] : ["full", "none", "strided"],
    checkInputs: [true, false],
    gradients: gradientsOf(subject).length > 1 ? ["all", "one", "none"] : ["all", "none"],
  };
}

/** The settings that a choice serves; none where nothing of that kind exists. */
function settingsOf(
  { definition }: Subject,
  { work, weights, dtype, checkInputs, gradients }: Choice,
): Setting[] {
  const isCounted = (reduction: Reduction): boolean =>
    definition.family === "rowwise"
      ? reduction === "mean" || reduction === "weightedMean"
      : reduction === "weightedMean" && weights !== "none";
  const workOf = (reduction: Reduction): Choice["work"] =>
    reduction === "none" ? "none" : isCounted(reduction) ? "counted" : "reduced";
  const weighings: readonly Weighing[] = weights === "strided" ? ["leading", "number"] : [weights];
  return definition.reductions
    .filter((reduction) => workOf(reduction) === work)
    .flatMap((reduction) =>
      weighings.map((weighing) => ({ reduction, dtype, weights: weighing, checkInputs, gradients })),
    );
}

function everyChoice(axes: Axes): Choice[] {
  return Object.entries(axes).reduce<object[]>(
    (choices, [axis, values]) =>
      choices.flatMap((choice) => values.map((value) => ({ ...choice, [axis]: value }))),
    [{}],
  ) as Choice[];
}

/** The `most` choices that hold most pairs of values: always the one with most pairs that are new. */
function coverOf(choices: readonly Choice[], most: number): Choice[] {
  const pairs = choices.map(pairsOf);
  const missing = new Set(pairs.flat());
  const cover: Choice[] = [];
  while (missing.size > 0 && cover.length < most) {
    const gains = pairs.map((own) => own.filter((pair) => missing.has(pair)).length);
    const best = gains.indexOf(Math.max(...gains));
    for (const pair of pairs[best] ?? []) missing.delete(pair);
    cover.push(choices[best] as Choice);
  }
  return cover;
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  return list
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

/**
 * What the product leaves out, each pipeline costing what it does: no gradients go with checked inputs, as in
 * `evaluate`, one of two gradients with unchecked ones, as in `compile`; all gradients with both.
 */
function isSpared({ coverage, definition }: Subject, { gradients, checkInputs }: Choice): boolean {
  if (coverage !== "product") return false;
  return checkInputs
    ? gradients === "one"
    : gradients === "none" || (gradients === "one" && definition.name === "mse");
}

/** Of these, as many choices as there are; of `cover` and `glance` losses so few, but one for each variant. */
const most = { product: Number.POSITIVE_INFINITY, cover: 2, glance: 2 };

/** Every pair of values that a subject's batches hold, as text. */
export function pairsOf(choice: object): string[] {
  const values = Object.entries(choice).map(([axis, value]) => `${axis} ${value}`);
  return values.flatMap((a, i) => values.slice(i + 1).map((b) => `${a} · ${b}`));
}

/** The batches of a subject. Layouts and variants go round, in an order that follows no other axis. */
export function batchesOf(subject: Subject): Batch[] {
  const { coverage, variants } = subject;
  const number = subjects.indexOf(subject);
  const isRowwise = subject.definition.family === "rowwise";
  const possible = everyChoice(axesOf(subject)).filter(
    (choice) => settingsOf(subject, choice).length > 0 && !isSpared(subject, choice),
  );
  // Each loss breaks ties in its own way, so that what one lacks others have.
  const ordered = shuffled(possible, number);
  const chosen =
    coverage === "product"
      ? ordered
      : coverOf(ordered, Math.max(most[coverage], isRowwise ? variants.length : 0));
  return chosen.map((choice, i) => ({
    settings: settingsOf(subject, choice),
    layout: layouts[(number + i) % layouts.length] as Layout,
    variant: Math.floor(coverage === "product" ? i / layouts.length : i) % variants.length,
  }));
}
