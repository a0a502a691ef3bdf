/**
 * The proof of the derivation: the value of every hand-written body, differentiated here, has the slopes that the body
 * itself gives, at a thousand points with kinks, ties and saturation among them.
 */
import { describe, expect, it } from "vitest";
import type { InputKind } from "../../src/definition.js";
import { normal, randomFrom } from "../cases/catalogue.js";
import { type Answer, differentiated, type Subject, subjects } from "./bodies.js";

const points = 1000;

interface Convention {
  readonly loss: RegExp;
  /** At these elements the body's slope is not that of the tie rule, */
  readonly at: (element: readonly number[], numbers: Subject["numbers"]) => boolean;
  /** but for this one of its slopes (default: the only one), */
  readonly slope?: number;
  /** because: */
  readonly reason: string;
}

/** Where a hand-written slope is not that of its own value on purpose. Everywhere else they agree. */
const conventions: readonly Convention[] = [
  {
    loss: /^(binaryCrossEntropyWithLogits|binaryPoly1|sigmoidFocal)$/,
    at: ([logits]) => logits === 0,
    reason:
      "smooth there, but written of max(x, 0) and |x|, each of which has a corner; the body has the true slope",
  },
  {
    loss: /^logistic$/,
    at: ([predictions, targets]) => (predictions as number) * (targets as number) === 0,
    reason: "the same, in x = −t·p",
  },
  ...[0, 1].map((slope) => ({
    loss: /^bpr$/,
    slope,
    at: ([positive, negative]: readonly number[]) => positive === negative,
    reason: "the same, in x = negative − positive",
  })),
  {
    loss: /^binaryCrossEntropy$/,
    at: ([p]) => (p as number) * (1 - (p as number)) < 1e-12 || (p as number) < 4e-44,
    reason: "where the log is clamped the gradient is that of its inside, bounded by 1/ε (API, as PyTorch)",
  },
  {
    loss: /^gaussianNll$/,
    slope: 1,
    at: ([, , variance], { epsilon }) => (variance as number) <= Math.max(epsilon as number, 1e-36),
    reason: "the slope passes through the variance's clamp (API, as PyTorch)",
  },
  {
    loss: /^poissonNll$/,
    at: ([rate], { logInput }) => logInput === 0 && rate === 0,
    reason: "a rate of 0 is the start of the domain; its slope is the one from within",
  },
];

const corners = [0, -0, 0.5, -0.5, 1, -1, 2, -2, 1e-8, -1e-8, 1e-4, -1e-4, 20, -20];
const saturated = [50, -50, 100, -100, 200, -200];

const special: Readonly<Record<InputKind, readonly number[]>> = {
  real: [...corners, ...saturated],
  logits: [...corners, ...saturated, 700, -700],
  unit: [0, 1, 0.5, 1e-8, 1 - 1e-8, 1e-13, 0.25],
  binary: [0, 1],
  sign: [-1, 1],
  nonNegative: [0, 1, 1e-8, 1e-6, 1e-40, 100],
  aboveMinusOne: [0, -0.5, 1, -0.999999, 100],
  labels: [],
  mask: [],
  identities: [],
  lengths: [],
};

const drawn: Readonly<Record<InputKind, (random: () => number) => number>> = {
  real: (random) => 2 * normal(random),
  logits: (random) => 3 * normal(random),
  unit: (random) => random(),
  binary: (random) => Math.round(random()),
  sign: (random) => Math.sign(random() - 0.5) || 1,
  nonNegative: (random) => Math.exp(normal(random)),
  aboveMinusOne: (random) => Math.exp(normal(random)) - 0.95,
  labels: () => 0,
  mask: () => 0,
  identities: () => 0,
  lengths: () => 0,
};

/** Every pair of special values first, then ties and kinks of parameters, then numbers at random. */
function elementsOf({ definition, numbers }: Subject): number[][] {
  const kinds = Object.values(definition.inputs);
  const random = randomFrom(11);
  const shifts = [0, ...Object.values(numbers).flatMap((x) => [x, -x, 1 - x])];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const one = (kind: InputKind, isSpecial: boolean): number =>
    isSpecial ? pick(special[kind]) : drawn[kind](random);
  return Array.from({ length: 2 * points }, (_, i) => {
    const element = kinds.map((kind) => one(kind, i % 4 === 0 || (i % 4 === 1 && random() < 0.5)));
    if (i % 4 !== 2) return element;
    // A tie, or a distance that is one of the parameters: the joints of huber, hinge, smoothL1.
    const joint = (element[1] ?? 0) + pick(shifts);
    const fits = kinds[0] === "real" || kinds[0] === "logits";
    return [fits ? joint : (element[0] as number), ...element.slice(1)];
  });
}

/** Which slopes disagree. */
function offIn({ written, derived }: Answer): number[] {
  return [...written.keys()].filter((k) => {
    const [wanted, own] = [written[k] as number, derived[k] as number];
    return !Object.is(own, wanted) && !(Math.abs(own - wanted) <= 1e-8 * Math.abs(wanted) + 1e-12);
  });
}

/** The slopes of an element that a convention of this loss is about. */
function exceptions({ definition, numbers }: Subject, element: readonly number[]): number[] {
  return conventions
    .filter(({ loss, at }) => loss.test(definition.name) && at(element, numbers))
    .map(({ slope = 0 }) => slope);
}

describe("hand-written slopes", () => {
  it("are those of every elementwise loss", () => {
    expect(new Set(subjects.map(({ definition }) => definition.name)).size).toBeGreaterThanOrEqual(35);
  });

  it.each(subjects.map((subject) => [subject.title, subject] as const))("%s", (_, subject) => {
    const slopes = differentiated(subject);
    const compared = new Set<readonly number[]>();
    const complaints = elementsOf(subject).flatMap((element) => {
      const excepted = exceptions(subject, element);
      if (excepted.length === 0) compared.add(element);
      const answer = slopes(element);
      return offIn(answer)
        .filter((k) => !excepted.includes(k))
        .map((k) => `at ${element}: ${answer.derived[k]} for ${answer.written[k]}`);
    });
    expect(complaints.slice(0, 5)).toEqual([]);
    expect(compared.size).toBeGreaterThanOrEqual(points);
  });

  it.each(conventions.map((one) => [`${one.loss}`, one] as const))(
    "%s has another at its joint",
    (_, { loss, reason }) => {
      expect(reason).not.toBe("");
      const own = subjects.filter(({ definition }) => loss.test(definition.name));
      const differing = own.filter((subject) => {
        const slopes = differentiated(subject);
        const elements = elementsOf(subject).filter((element) => exceptions(subject, element).length > 0);
        return elements.some((element) => offIn(slopes(element)).length > 0);
      });
      // A convention that nothing needs should go.
      const names = (list: readonly Subject[]) => new Set(list.map(({ definition }) => definition.name));
      expect(names(differing)).toEqual(names(own));
    },
  );
});
