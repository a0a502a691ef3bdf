/** The calls that a batch of settings stands for: each with its loss, its data and its options. */
import type { Loss, Params, Reduction } from "../../src/definition.js";
import {
  type FloatType,
  type HardSet,
  hardElements,
  hardRows,
  listsFor,
  type RowShape,
  type SetName,
  type Weighing,
} from "./data.js";
import {
  type Batch,
  gradientsOf,
  type Layout,
  lengths,
  oddShape,
  type Setting,
  type Subject,
} from "./matrix.js";
import { isOfVectors } from "./vectors.js";

/** One call, with the data that it gets. */
export interface Case {
  /** `losses/huber · n=33 · mean · f16 · weights=full · checked · gradients=all`. */
  readonly address: string;
  readonly loss: Loss;
  readonly set: HardSet;
  readonly setName: SetName;
  readonly dtype: FloatType;
  readonly weighing: Weighing;
  readonly options: CaseOptions;
  /** How rows lie. */
  readonly rows?: RowShape;
  /** Run twice: the same bits must come. */
  readonly twice?: boolean;
}

export interface CaseOptions {
  readonly reduction: Reduction;
  readonly checkInputs: boolean;
  readonly gradients: boolean | readonly string[];
  readonly gradientScale?: number;
  readonly divisor?: number;
  readonly outputs?: readonly string[];
}

/** Options that are run-time numbers go round: they share every pipeline. */
const extras = [{}, { gradientScale: -2.5 }, { divisor: 7 }, { divisor: 0.5, gradientScale: 3 }] as const;

function optionsOf(subject: Subject, setting: Setting, number: number): CaseOptions {
  const { reduction, checkInputs } = setting;
  const { divisor, ...scale } = { divisor: undefined, ...extras[number % extras.length] };
  const divides = divisor !== undefined && (reduction === "mean" || reduction === "weightedMean");
  const gradients = { all: true, none: false, one: gradientsOf(subject).slice(-1) }[setting.gradients];
  return { reduction, checkInputs, gradients, ...scale, ...(divides ? { divisor } : {}) };
}

/** The sets beside the usual one, for cases of middle size. */
function setsOf({ definition, given }: Subject, { checkInputs, dtype, weights }: Setting): SetName[] {
  const isRowwise = definition.family === "rowwise";
  const hasLogits = Object.values(definition.inputs).includes("logits");
  // 1e20 is not in f16, and its square, weighted, is not in f32.
  const canBeVast = isRowwise && (given[0] === "logits" || isOfVectors(definition));
  const isVast = canBeVast && dtype !== "f16" && weights === "none";
  return [
    ...(hasLogits ? (["endless"] as const) : []),
    ...(checkInputs ? [] : (["broken"] as const)),
    ...(isRowwise && (hasLogits || given.includes("labels")) ? (["still"] as const) : []),
    ...(isVast ? (["vast"] as const) : []),
  ];
}

/** As many items on one axis, or on two, as near to a square as they come. */
export function shapeOf(items: number, isSplit: boolean): number[] {
  if (!isSplit) return [items];
  if (items === 0) return [0, 3];
  let first = 1;
  for (let factor = 2; factor ** 2 <= items; factor++) if (items % factor === 0) first = factor;
  return [first, items / first];
}

function addressOf(setting: Setting, setName: SetName): string {
  const { reduction, dtype, weights, checkInputs, gradients } = setting;
  const checked = checkInputs ? "checked" : "unchecked";
  const words = ["", reduction, dtype, `weights=${weights}`, checked, `gradients=${gradients}`];
  return [...words, ...(setName === "usual" ? [] : [setName])].join(" · ");
}

function common(subject: Subject, setting: Setting, number: number) {
  const { dtype, weights } = setting;
  return { dtype, weighing: weights, options: optionsOf(subject, setting, number) };
}

/** The lengths that a setting is run on. */
function shapesOf({ coverage, variants }: Subject, setting: Setting, number: number): (readonly number[])[] {
  const isWhole = coverage === "product";
  const isStrided = setting.weights === "leading" || setting.weights === "number";
  const hasList = variants.length === 1 && Object.values(variants[0] ?? {}).some(Array.isArray);
  // Under "none" whole quads of losses have a pipeline of their own: one of the product's settings has it.
  const hasQuads =
    setting.reduction !== "none" || (isWhole && setting.gradients === "all" && setting.dtype === "f32");
  const chosen = lengths.filter((length, l) => {
    if (length % 4 === 0 && length > 0 && !hasQuads) return false;
    if (isWhole || length === 33) return true;
    // Of other losses a setting has a third of the lengths; and one element has one weight, however it lies.
    return (l + number) % 3 === 0 && !(length === 1 && isStrided);
  });
  return [
    ...chosen.map((length) => shapeOf(length, isStrided || hasList)),
    ...(isWhole || number % 3 === 0 ? [oddShape] : []),
  ];
}

function elementCases(subject: Subject, { settings }: Batch, number: number): Case[] {
  const { make, variants, address } = subject;
  return settings.flatMap((setting, s) =>
    shapesOf(subject, setting, s + number).flatMap((shape, l) => {
      const loss = listsFor(make, variants[(s + l + number) % variants.length] ?? {}, shape.at(-1) ?? 1);
      const isMiddle = shape.reduce((a, b) => a * b, 1) === 33;
      const names: SetName[] = ["usual", ...(isMiddle ? setsOf(subject, setting) : [])];
      return names.map(
        (setName): Case => ({
          ...common(subject, setting, s + l + number),
          address: `${address} · n=${shape.join("×")}${addressOf(setting, setName)}`,
          loss,
          setName,
          set: hardElements(loss, shape, setName, 1 + l + 100 * (number % 3)),
          twice: s === 0 && l % 4 === number % 4,
        }),
      );
    }),
  );
}

function rowShapes({ definition }: Subject, { sizes, axes }: Layout, { weights }: Setting): RowShape[] {
  const isOverBatch = definition.family === "rowwise" && definition.overBatch;
  const hasAxis = "classAxis" in definition.params;
  return sizes.flatMap(([classes, counts]) =>
    counts.map((items, i): RowShape => {
      // A batch of `classes` and as many classes as there are items.
      if (isOverBatch) return { classes, classAxis: 0, itemShape: [items] };
      const classAxis = hasAxis ? (axes[(classes + i) % axes.length] ?? -1) : -1;
      const isSplit = weights === "leading" || weights === "number" || classAxis === 1;
      return { classes, classAxis, itemShape: shapeOf(items, isSplit) };
    }),
  );
}

/** The parameter that says where the classes are, where it is not the last axis, and the loss has one. */
export function axisFor({ definition }: Pick<Subject, "definition">, { classAxis }: RowShape): Params {
  const isFixed = definition.family === "rowwise" && definition.overBatch;
  return isFixed || classAxis === -1 ? {} : { classAxis };
}

function rowCases(subject: Subject, { settings, layout, variant }: Batch, number: number): Case[] {
  const { make, variants, given, address } = subject;
  return settings.flatMap((setting, s) => {
    const shapes = rowShapes(subject, layout, setting);
    return shapes.flatMap((rows, r) => {
      const { classes, itemShape, classAxis } = rows;
      const params = { ...variants[variant], ...axisFor(subject, rows) };
      const loss = listsFor(make, params, classes);
      // Of thousands of rows of 1e20 the sum would be beyond f32.
      const isMany = itemShape.reduce((a, b) => a * b, 1) > 1000;
      const others = r === shapes.length - 1 ? setsOf(subject, setting) : [];
      const names: SetName[] = ["usual", ...others.filter((set) => set !== "vast" || !isMany)];
      return names.map(
        (setName): Case => ({
          ...common(subject, setting, s + r + number),
          address: `${address} · ${layout.name} n=${itemShape.join("×")} C=${classes} axis=${classAxis} · ${JSON.stringify(variants[variant])}${addressOf(setting, setName)}`,
          loss,
          rows,
          setName,
          set: hardRows(loss, given, rows, setName, 1 + r + 100 * (number % 3)),
          twice: s === 0 && r % 4 === number % 4,
        }),
      );
    });
  });
}

/** The cases of a batch; `number` is its place among its subject's, by which sizes and options go round. */
export function casesIn(subject: Subject, batch: Batch, number: number): Case[] {
  const isRowwise = subject.definition.family === "rowwise";
  return isRowwise ? rowCases(subject, batch, number) : elementCases(subject, batch, number);
}
