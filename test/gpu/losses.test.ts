/**
 * Every loss on the GPU against the float64 reference: the settings of `test/cases/matrix.ts` on the data of
 * `test/cases/data.ts`, in Node on Dawn and in a browser.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type HardSet,
  hardElements,
  hardRows,
  listsFor,
  type RowShape,
  type SetName,
} from "../cases/data.js";
import {
  type Batch,
  batchesOf,
  type Layout,
  lengths,
  oddShape,
  type Setting,
  type Subject,
  subjects,
} from "../cases/matrix.js";
import { type Bench, type Case, complaints, inParallel, openBench, shapeOf } from "./harness.js";

let bench: Bench;
let cases = 0;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(() => {
  bench.report("losses", cases);
  bench.engine.destroy();
  if (bench.engine.info.software) expect(bench.pipelines()).toBeLessThanOrEqual(1200);
});

/** Options that are run-time numbers go round: they share every pipeline. */
const extras = [{}, { gradientScale: -2.5 }, { divisor: 7 }, { divisor: 0.5, gradientScale: 3 }] as const;

function optionsOf(subject: Subject, setting: Setting, number: number): Case["options"] {
  const { definition } = subject;
  const { reduction, checkInputs } = setting;
  const { divisor, ...scale } = { divisor: undefined, ...extras[number % extras.length] };
  const divides = divisor !== undefined && (reduction === "mean" || reduction === "weightedMean");
  const gradients = { all: true, none: false, one: definition.gradients.slice(-1) }[setting.gradients];
  return { reduction, checkInputs, gradients, ...scale, ...(divides ? { divisor } : {}) };
}

/** The sets that a case of middle size is run on, beside the usual one. */
function setsOf({ definition, given }: Subject, { checkInputs, dtype, weights }: Setting): SetName[] {
  const isRowwise = definition.family === "rowwise";
  const hasLogits = Object.values(definition.inputs).includes("logits");
  return [
    ...(hasLogits ? ["endless" as const] : []),
    ...(checkInputs ? [] : ["broken" as const]),
    ...(isRowwise && (hasLogits || given.includes("labels")) ? ["still" as const] : []),
    ...(isRowwise && given[0] === "logits" && dtype !== "f16" && weights === "none" ? ["vast" as const] : []),
  ];
}

const sets = new Map<string, HardSet>();

function cached(key: string, make: () => HardSet): HardSet {
  let set = sets.get(key);
  if (!set) {
    set = make();
    sets.set(key, set);
  }
  return set;
}

function elementCases(subject: Subject, { settings }: Batch, number: number): Case[] {
  const { make, variants, coverage, address } = subject;
  const isListed = variants.length === 1 && Object.values(variants[0] ?? {}).some(Array.isArray);
  const all = [...lengths, oddShape];
  return settings.flatMap((setting, s) =>
    all.flatMap((length, l) => {
      const isSplit = setting.weights === "leading" || setting.weights === "number";
      // Of losses that are not taken in full, each setting has a third of the sizes.
      const isWhole = coverage === "product";
      if (!isWhole && (l + s + number) % 3 !== 0 && length !== 33) return [];
      // Losses of whole quads have another pipeline: it goes with one kind of gradients.
      const isQuads = typeof length === "number" && length % 4 === 0;
      if (
        isQuads &&
        setting.reduction === "none" &&
        !(isWhole && setting.gradients === "all" && setting.dtype === "f32")
      )
        return [];
      // One element has one weight, however it lies.
      if (length === 1 && !isWhole && isSplit) return [];
      const shape = typeof length === "number" ? shapeOf(length, isSplit || isListed) : [...length];
      const loss = listsFor(make, variants[(s + l + number) % variants.length] ?? {}, shape.at(-1) ?? 1);
      return (["usual", ...(length === 33 ? setsOf(subject, setting) : [])] as SetName[]).map(
        (setName): Case => {
          const seed = 1 + l + 100 * (number % 3);
          const key = `${loss.name} ${JSON.stringify(loss.params)} ${shape} ${setName} ${seed}`;
          return {
            ...caseOf(subject, setting, setName, s + l + number),
            address: `${address} · n=${shape.join("×")}${addressOf(setting, setName)}`,
            loss,
            set: cached(key, () => hardElements(loss, shape, setName, seed)),
            twice: s === 0 && l % 4 === number % 4,
          };
        },
      );
    }),
  );
}

function rowCases(subject: Subject, { settings, layout, variant }: Batch, number: number): Case[] {
  const { make, variants, given, address } = subject;
  return settings.flatMap((setting, s) =>
    rowShapes(layout, setting).flatMap((rows, r) => {
      const { classes, itemShape, classAxis } = rows;
      const params = { ...variants[variant], ...(classAxis === -1 ? {} : { classAxis }) };
      const loss = listsFor(make, params, classes);
      const isMiddle = itemShape.includes(33) || itemShape.includes(11);
      const extra = isMiddle && (r + s) % 2 === 0 ? setsOf(subject, setting) : [];
      return (["usual", ...extra] as SetName[]).map((setName): Case => {
        const seed = 1 + r + 100 * (number % 3);
        const key = `${loss.name} ${JSON.stringify(loss.params)} ${given} ${itemShape} ${classes} ${setName} ${seed}`;
        return {
          ...caseOf(subject, setting, setName, s + r + number),
          address: `${address} · ${layout.name} · n=${itemShape.join("×")} C=${classes} axis=${classAxis} · ${JSON.stringify(variants[variant])}${addressOf(setting, setName)}`,
          loss,
          rows,
          set: cached(key, () => hardRows(loss, given, rows, setName, seed)),
          twice: s === 0 && r % 4 === number % 4,
        };
      });
    }),
  );
}

function rowShapes({ sizes, axes }: Layout, { weights }: Setting): RowShape[] {
  return sizes.flatMap(([classes, counts]) =>
    counts.flatMap((items, i) => {
      const classAxis = axes[(classes + i) % axes.length] ?? -1;
      const isSplit = weights === "leading" || classAxis === 1;
      return [{ classes, classAxis, itemShape: shapeOf(items, isSplit) }];
    }),
  );
}

function caseOf(subject: Subject, setting: Setting, setName: SetName, number: number) {
  return {
    setName,
    dtype: setting.dtype,
    weighing: setting.weights,
    options: optionsOf(subject, setting, number),
  };
}

function addressOf(setting: Setting, setName: SetName): string {
  const { reduction, dtype, weights, checkInputs, gradients } = setting;
  const words = [
    reduction,
    dtype,
    `weights=${weights}`,
    checkInputs ? "checked" : "unchecked",
    `gradients=${gradients}`,
  ];
  return [...["", ...words], ...(setName === "usual" ? [] : [setName])].join(" · ");
}

async function run(list: readonly Case[]): Promise<string[]> {
  const found: string[] = [];
  cases += list.length;
  await inParallel(list.map((one) => async () => void found.push(...(await complaints(bench.engine, one)))));
  sets.clear();
  return found;
}

function casesIn(subject: Subject, batch: Batch, number: number): Case[] {
  return subject.definition.family === "rowwise"
    ? rowCases(subject, batch, number)
    : elementCases(subject, batch, number);
}

/** The batches of a subject under the titles of its tests: what is taken in full is a test for each dtype. */
function titled(subject: Subject): [string, Case[]][] {
  const groups = new Map<string, Case[]>();
  for (const [number, batch] of batchesOf(subject).entries()) {
    const title =
      subject.coverage === "product" ? `${subject.address} · ${batch.settings[0]?.dtype}` : subject.address;
    groups.set(title, [...(groups.get(title) ?? []), ...casesIn(subject, batch, number)]);
  }
  return [...groups];
}

describe("GPU and reference agree", () => {
  const only = "";
  for (const subject of subjects) {
    if (!subject.address.includes(only)) continue;
    const titles = [
      ...new Set(
        batchesOf(subject).map((batch) =>
          subject.coverage === "product"
            ? `${subject.address} · ${batch.settings[0]?.dtype}`
            : subject.address,
        ),
      ),
    ];
    for (const title of titles) {
      it(title, async () => {
        const found = await run(titled(subject).find(([own]) => own === title)?.[1] ?? []);
        expect(found.slice(0, 25)).toEqual([]);
      });
    }
  }
});
