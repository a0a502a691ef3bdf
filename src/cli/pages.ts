/** The commands `losses` and `metrics`. */
import { InvalidInputError } from "../errors.js";
import {
  callText,
  combinatorsOf,
  type Factory,
  inputsText,
  lossesOf,
  metricsOf,
  optimizersOf,
  toldBy,
} from "./catalogue.js";
import { equivalents } from "./equivalents.js";
import { factoryOf } from "./factoryOf.js";
import { textOf } from "./formula.js";
import { inputNote } from "./inputNote.js";
import { kinds } from "./kinds.js";
import { layOut } from "./layOut.js";
import { library } from "./library.js";
import { readWords } from "./readWords.js";

/** The catalogue of losses, or the page of one. */
export function losses(words: readonly string[]): string {
  const name = onlyWord("losses", words);
  if (name === undefined) return catalogue([...lossesOf(library), ...combinatorsOf(library)]);
  const combinator = combinatorsOf(library).find(({ info }) => info.name === name);
  return page(combinator ?? factoryOf("loss", name));
}

/** The catalogue of metrics, or the page of one. */
export function metrics(words: readonly string[]): string {
  const name = onlyWord("metrics", words);
  return name === undefined ? catalogue(metricsOf(library)) : page(factoryOf("metric", name));
}

/** The catalogue of optimisers, or the page of one. */
export function optimizers(words: readonly string[]): string {
  const name = onlyWord("optimizers", words);
  return name === undefined ? catalogue(optimizersOf(library)) : page(factoryOf("optimizer", name));
}

function onlyWord(command: string, words: readonly string[]): string | undefined {
  const { positionals } = readWords(command, words, {});
  if (positionals.length <= 1) return positionals[0];
  throw new InvalidInputError(
    `${command}: ${positionals.join(" ")} are several names; give one, or none for all.`,
  );
}

/** By family: how each is called, what it takes, and its formula. */
function catalogue(factories: readonly Factory[]): string {
  const families = [...new Set(factories.map(({ info }) => info.family))];
  const rows = (family: string) =>
    factories
      .filter(({ info }) => info.family === family)
      .map((make) => [make.info.name, inputsText(make), textOf(make.info.formula)]);
  // Laid out together, so that the columns stand in line from family to family.
  const lines = layOut(families.flatMap(rows));
  const text = families.map((family) => [family, ...lines.splice(0, rows(family).length)].join("\n"));
  return `${text.join("\n\n")}\n`;
}

function page(make: Factory): string {
  const { info } = make;
  const told = toldBy(make);
  const { reductions, defaultReduction } = told;
  const sections: (readonly [title: string, rows: readonly (readonly string[])[]])[] = [
    ["formula", [[textOf(info.formula)]]],
    [
      "inputs",
      Object.entries(info.inputs).map(([input, kind]) => [
        input,
        kinds[kind] ?? kind,
        inputNote(told, input),
      ]),
    ],
    ["gradients", info.kind === "loss" ? [[info.gradients.join(", ") || "none"]] : []],
    [
      "parameters",
      Object.entries(info.params).map(([key, { default: value, range }]) => [
        key,
        defaultText(value, info.required?.includes(key) ?? false),
        range,
      ]),
    ],
    [
      "reductions",
      reductions
        ? [[reductions.map((one) => (one === defaultReduction ? `${one} (default)` : one)).join(", ")]]
        : [],
    ],
    ["to train with", info.surrogate ? [[info.surrogate]] : []],
    ["elsewhere", (equivalents[info.name] ?? []).map((name) => [name])],
    ["source", info.citation ? [[info.citation]] : []],
  ];
  const shown = sections.filter(([, rows]) => rows.length > 0);
  const width = Math.max(...shown.map(([title]) => title.length)) + 2;
  const text = shown.map(([title, rows]) =>
    layOut(rows, "")
      .map((line, i) => `  ${(i === 0 ? title : "").padEnd(width)}${line}`)
      .join("\n"),
  );
  return `${callText(info)}  (${info.family})\n\n${text.join("\n\n")}\n`;
}

function defaultText(value: unknown, isRequired: boolean): string {
  if (isRequired) return "required";
  return value === undefined ? "optional" : `default ${JSON.stringify(value) ?? String(value)}`;
}
