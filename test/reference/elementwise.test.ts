/**
 * The float64 twins of the elementwise losses, one element at a time: each slope is the derivative, and each
 * worked row comes out.
 */
import { describe, expect, it } from "vitest";
import type { ElementwiseDefinition, InputKind, Loss, Params } from "../../src/definition.js";
import * as references from "../../src/reference/losses/index.js";
import type { ElementReference } from "../../src/reference/shapes.js";
import type { NestedNumbers } from "../../src/tensor.js";
import type { LossCases, WorkedRow } from "../cases/case.js";
import { definitionOfLoss, type Factory, factories, randomFrom } from "./samples.js";

type Room<T> = Readonly<Record<string, T | Readonly<Record<string, T>>>>;

const cases = Object.values(import.meta.glob<Room<LossCases>>("../cases/losses/*.ts", { eager: true }));

/** What a room has under `huber`, or under the `real` of `hingeGan`. */
function find<T>(room: Room<T>, name: string): T | undefined {
  const [file = "", half] = name.split(".");
  const found = room[file];
  return half === undefined
    ? (found as T | undefined)
    : (found as Readonly<Record<string, T>> | undefined)?.[half];
}

const casesOf = (name: string): LossCases | undefined =>
  cases.map((room) => find(room, name)).find((one) => one !== undefined);
const twinOf = (name: string): ElementReference =>
  find(references as unknown as Room<ElementReference>, name) as ElementReference;

interface Twin {
  readonly name: string;
  readonly make: (params?: Params) => Loss;
  readonly definition: ElementwiseDefinition;
}

const elementwise: readonly Twin[] = factories.flatMap((make: Factory) => {
  const { name } = make.info;
  const params = casesOf(name)?.variants[0];
  const definition = definitionOfLoss(make(params));
  return definition.family === "elementwise" ? [{ name, make, definition }] : [];
});

/** Losses of one element: a discriminator's two halves stand for it. */
const simple: readonly Twin[] = elementwise.flatMap((twin) =>
  twin.definition.parts
    ? twin.definition.parts.map(({ loss }) => ({
        name: loss.name,
        make: () => loss,
        definition: definitionOfLoss(loss) as ElementwiseDefinition,
      }))
    : [twin],
);

/** Wide, but inside the domain, and variances above every clamp: there the slope is PyTorch's, no derivative. */
const draw: Readonly<Partial<Record<InputKind, (random: () => number) => number>>> = {
  real: (random) => 8 * (random() - random()),
  logits: (random) => 20 * (random() - random()),
  unit: (random) => 0.02 + 0.96 * random(),
  sign: (random) => (random() < 0.5 ? -1 : 1),
  nonNegative: (random) => 0.6 + 4 * random(),
  aboveMinusOne: (random) => -0.9 + 6 * random(),
};

/** Parameters as a twin sees them: of a list along the last axis, one entry. */
function paramsAt({ definition }: Twin, params: Params, item: number, last: number): Params {
  const key = definition.perLastAxis;
  const list = key === undefined ? undefined : params[key];
  return Array.isArray(list) ? { ...params, [key as string]: list[item % last] } : params;
}

describe.each(simple.map((twin) => [twin.name, twin] as const))("%s", (name, twin) => {
  const { definition, make } = twin;
  const reference = twinOf(name);
  const variants = casesOf(name)?.variants ?? [{}];

  it.each(variants.map((variant) => [JSON.stringify(variant), variant]))(
    "%s: slope is the derivative",
    (_, variant) => {
      const params = paramsAt(twin, make(variant).params, 0, 1);
      const random = randomFrom(20_240_817);
      let compared = 0;
      for (let tries = 0; compared < 250 && tries < 1000; tries++) {
        const inputs = Object.fromEntries(
          Object.entries(definition.inputs).map(([input, kind]) => [
            input,
            draw[kind]?.(random) ?? Number.NaN,
          ]),
        );
        const { value, ...slopes } = reference(params, inputs);
        for (const input of definition.gradients) {
          const slope = slopes[input] as number;
          const at = inputs[input] as number;
          const step = 1e-5 * Math.max(1, Math.abs(at));
          const above = reference(params, { ...inputs, [input]: at + step }).value;
          const below = reference(params, { ...inputs, [input]: at - step }).value;
          const size = Math.max(1, Math.abs(slope), Math.abs(value));
          // A joint within the step: the slope turns there, and a difference across it means nothing.
          if (Math.abs(above - 2 * value + below) / step > 1e-3 * size) continue;
          const error = Math.abs((above - below) / (2 * step) - slope) / size;
          expect(error, `${input} at ${JSON.stringify(inputs)}: slope ${slope}`).toBeLessThan(1e-6);
          compared++;
        }
      }
      expect(compared).toBeGreaterThanOrEqual(200);
    },
  );
});

const flatten = (nested: NestedNumbers | number): number[] => [nested].flat(9) as number[];

interface Found {
  readonly losses: number[];
  readonly gradients: Record<string, number[]>;
}

/** A loss without weights, element by element and then reduced, by nothing but its twin. */
function compute(twin: Twin, row: WorkedRow): Found {
  const { definition } = twin;
  const { params, reduction = "none" } = { params: twin.make(row.params).params, reduction: row.reduction };
  if (definition.parts) {
    const halves = definition.parts.map(({ loss, inputs }) => {
      const half = {
        name: loss.name,
        make: () => loss,
        definition: definitionOfLoss(loss) as ElementwiseDefinition,
      };
      const [outer = ""] = Object.values(inputs);
      const { source, loss: wanted } = row;
      return compute(half, { source, loss: wanted, reduction, inputs: { [outer]: row.inputs[outer] ?? [] } });
    });
    const sum = halves.reduce((total, { losses: [one = 0] }) => total + one, 0);
    return { losses: [sum], gradients: Object.assign({}, ...halves.map(({ gradients }) => gradients)) };
  }
  const reference = twinOf(twin.name);
  const names = Object.keys(definition.inputs);
  const values = names.map((name) => flatten(row.inputs[name] ?? []));
  const count = Math.max(...values.map(({ length }) => length));
  const [first] = names.map((name) => row.inputs[name]);
  let last = first;
  while (Array.isArray(last) && Array.isArray(last[0])) last = last[0];
  const each = Array.from({ length: count }, (_, item) => {
    const inputs = names.map((name, i) => [
      name,
      values[i]?.[values[i].length === 1 ? 0 : item] ?? Number.NaN,
    ]);
    return reference(paramsAt(twin, params, item, (last as number[]).length), Object.fromEntries(inputs));
  });
  let factor = reduction === "mean" ? 1 / count : 1;
  let losses = each.map(({ value }) => value);
  if (reduction !== "none") losses = [losses.reduce((sum, value) => sum + value, 0) * factor];
  if (definition.finish === "root") {
    const root = Math.sqrt(losses[0] ?? 0);
    losses = [root];
    factor *= root === 0 ? 0 : 0.5 / root;
  }
  const gradient = (name: string): number[] => each.map((slopes) => (slopes[name] as number) * factor);
  return {
    losses,
    gradients: Object.fromEntries(definition.gradients.map((name) => [name, gradient(name)])),
  };
}

/** The names of what is off, each with what was found: every complaint of a row in one failure. */
function complaints(
  label: string,
  found: readonly number[],
  wanted: readonly number[],
  within: number,
): string[] {
  if (found.length !== wanted.length) return [`${label} has ${found.length} values for ${wanted.length}`];
  return found.flatMap((value, i) => {
    const want = wanted[i] as number;
    const allowed = within * Math.max(1, within === 1e-12 ? Math.abs(want) : 0);
    return value === want || Math.abs(value - want) <= allowed
      ? []
      : [`${label}[${i}] is ${value} for ${want}`];
  });
}

describe("worked rows", () => {
  /** Weights belong to the family and a masked class is its affair: `evaluate` has those rows. */
  const isPlain = ({ inputs }: WorkedRow): boolean =>
    !("weights" in inputs) &&
    Object.values(inputs).every((input) =>
      flatten(input).every((value) => value !== Number.NEGATIVE_INFINITY),
    );

  const all = elementwise.flatMap((twin) => (casesOf(twin.name)?.rows ?? []).map((row) => ({ twin, row })));

  it.each(
    all
      .filter(({ row }) => isPlain(row))
      .map(({ twin, row }) => [`${twin.name}: ${row.source}`, twin, row] as const),
  )("%s", (_, twin, row) => {
    const { losses, gradients } = compute(twin, row);
    const { within = 1e-12 } = row;
    const wanted = Object.entries(row.gradients ?? {});
    const found = [
      ...complaints("loss", losses, [row.loss].flat(), within),
      ...wanted.flatMap(([name, values]) => complaints(name, gradients[name] ?? [], values, within)),
    ];
    expect(found).toEqual([]);
  });

  it("every elementwise loss has some", () => {
    expect(elementwise.filter(({ name }) => !casesOf(name)?.rows.length).map(({ name }) => name)).toEqual([]);
  });
});
