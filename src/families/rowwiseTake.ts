import type { RowGlue } from "./rowwiseGlue.js";
import { strideOf } from "./rowwiseInputs.js";
import { itemStruct } from "./rowwiseItem.js";
import { goodText, seenText } from "./rowwiseSeen.js";
import { absent, classInputs } from "./rowwiseStructs.js";
import { sweepText } from "./rowwiseSweep.js";
import { eachUnit, isHeld, lanesOf } from "./rowwiseUnits.js";
import { heldText, valueText, wordsText } from "./rowwiseWord.js";

/** `takeUnits`, the first sweep over a row: reads its units, looks at them, and gives their items to the body. */
export function takeText(glue: RowGlue): string {
  return [seenText(glue), heldText(glue), isHeld(glue) ? heldTake(glue) : sweptTake(glue), ""].join("\n");
}

const head =
  "fn takeUnits(opened: Opened, member: u32, mine: ptr<function, RowFold>) {\n  var seen = emptySeen();";
const foot = "  (*mine).flags |= flagsOf(seen);\n}";

/** Every item is taken as it is read. */
function sweptTake(glue: RowGlue): string {
  return [
    "fn takeUnit(opened: Opened, unit: u32, mine: ptr<function, RowFold>, seen: ptr<function, Seen>) {",
    ...lookedAt(glue),
    ...given(glue, ({ k, item }) => [`  let item${k} = ${item};`, taken(glue, "Take", k)]),
    "}",
    head,
    sweepText(glue, "mine", (unit, to) => `takeUnit(opened, ${unit}, ${to}, &seen);`),
    foot,
  ].join("\n");
}

/** All are looked at before any is taken, and what the body keeps of each is there for its slope. */
function heldTake(glue: RowGlue): string {
  const { bodyName } = glue.walk.definition;
  const keeps = lanesOf(glue.walk).map(({ k }) => `item${k}.kept`);
  return [
    "fn crestUnit(opened: Opened, unit: u32, mine: ptr<function, RowFold>, seen: ptr<function, Seen>) {",
    ...lookedAt(glue),
    ...given(glue, ({ k, item }) => [`  let item${k} = ${item};`, taken(glue, "Crest", k)]),
    "}",
    "fn takeUnit(opened: Opened, unit: u32, mine: ptr<function, RowFold>) {",
    wordsText(glue, "again"),
    ...valuesText(glue),
    ...given(glue, ({ k, item }) => [
      `  var item${k} = ${item};`,
      `  item${k}.kept = ${bodyName}Keep(state, params(), item${k});`,
      taken(glue, "TakeKept", k),
    ]),
    `  keeps[unit] = ${keeps.length > 1 ? `vec4f(${keeps.join(", ")})` : keeps[0]};`,
    "}",
    head,
    eachUnit(glue, (unit) => `crestUnit(opened, ${unit}, mine, &seen);`),
    eachUnit(glue, (unit) => `takeUnit(opened, ${unit}, mine);`),
    foot,
  ].join("\n");
}

const laneOf = (name: string, k: string): string => (k ? `${name}.${k}` : name);

/** A state, from `mine` through the lines of every lane of a unit and back. */
function given(
  glue: RowGlue,
  lines: (lane: { readonly k: string; readonly item: string }) => string[],
): string[] {
  // Without a branch: what is taken of a number that cannot be used does not matter, the row is NaN.
  return [
    "  var state = (*mine).state;",
    ...lanesOf(glue.walk).flatMap(({ k, index }) =>
      lines({ k, item: itemStruct(glue, index, fields(glue, k, index)) }),
    ),
    "  (*mine).state = state;",
  ];
}

function taken({ walk }: RowGlue, by: "Crest" | "Take" | "TakeKept", k: string): string {
  return `  state = ${walk.definition.bodyName}${by}(state, params(), opened.row, item${k});`;
}

/** What the body sees of an entry. */
function fields({ walk: { definition }, values, labels }: RowGlue, k: string, index: string): string[] {
  return classInputs(definition).map((name) => {
    if (values.includes(name)) return laneOf(`value_${name}`, k);
    return labels ? `select(0.0, 1.0, ${index} == opened.row.label)` : absent(definition, name);
  });
}

function valuesText({ walk: { kinds, vector }, values }: RowGlue): string[] {
  return values.map((name) => `  let value_${name} = ${valueText(kinds[name], name, vector)};`);
}

/** Reads a unit, and notes what there is to be said of its bits; with `checkInputs`, of its numbers. */
function lookedAt(glue: RowGlue): string[] {
  const { walk, values, checked } = glue;
  const all = (good: string): string => (walk.vector ? `all(${good})` : good);
  const firstElement = walk.span
    ? "(uniforms.firstRow - uniforms.rowInSlab) * uniforms.classes"
    : "uniforms.firstRow * uniforms.classes";
  const place = (index: string): string => `${firstElement} + opened.base + (${index}) * ${strideOf(walk)}`;
  return [
    wordsText(glue, "first"),
    ...valuesText(glue),
    `  *seen = see(*seen, ${values.map((name) => `word_${name}`).join(", ")});`,
    ...checked
      .filter((input) => values.includes(input))
      .flatMap((name) => [
        `  let good_${name} = ${goodText(glue, name)};`,
        `  if (!${all(`good_${name}`)}) {`,
        ...lanesOf(glue.walk).flatMap(({ k, index }) => [
          `    if (!${laneOf(`good_${name}`, k)}) {`,
          `      (*mine).faults_${name}++;`,
          `      (*mine).first_${name} = min((*mine).first_${name}, ${place(index)});`,
          "    }",
        ]),
        "  }",
      ]),
  ];
}
