/** Losses and metrics by their names on the command line. */
import { nearest } from "../check/words.js";
import { InvalidInputError, UnsupportedError } from "../errors.js";
import { combinatorsOf, type Factory, lossesOf, metricsOf, optimizersOf } from "./catalogue.js";
import { library } from "./library.js";

const factories = {
  loss: () => lossesOf(library),
  metric: () => metricsOf(library),
  optimizer: () => optimizersOf(library),
};

type Kind = keyof typeof factories;

const plural: Readonly<Record<Kind, string>> = {
  loss: "losses",
  metric: "metrics",
  optimizer: "optimizers",
};

/** The factory of that name. */
export function factoryOf(kind: Kind, name: string): Factory {
  const all = factories[kind]();
  const found = all.find(({ info }) => info.name === name);
  if (found) return found;
  const names = all.map(({ info }) => info.name);
  const halves = names.filter((one) => one.startsWith(`${name}.`));
  if (halves.length > 0) throw new InvalidInputError(`${name} is a pair; give ${halves.join(" or ")}.`);
  throw new InvalidInputError(
    `there is no ${kind} "${name}"${nearest(name, names)}; fusedloss ${plural[kind]} lists them.`,
  );
}

/** Refuses what a command line cannot make. */
export function checkMakeable(name: string): void {
  if (combinatorsOf(library).every(({ info }) => info.name !== name)) return;
  throw new UnsupportedError(
    `${name} is made of other losses or of code, which a command line cannot give; use the library.`,
  );
}
