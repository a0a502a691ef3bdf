// @ts-check
/** What there is to read of every loss beside its `info`: its docstring, how it is called and reduced, its other names. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { docstringOf } from "./docstrings.js";
import { lossesIn } from "./lossesIn.js";

const source = (/** @type {string} */ path) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** Both halves of a GAN are told of in one place. @param {string} name */
function docOf(name) {
  const [whole = ""] = name.split(".");
  const path = [`losses/${whole}.ts`, `combine/${whole}.ts`].map(source).find(existsSync);
  return path ? docstringOf(path, whole) : undefined;
}

/** @param {(id: string) => Promise<import("./library.js").Exports>} bring */
export async function referenceOf(bring) {
  const [library, { callText, toldBy }, { equivalents }, { inputNote }, { kinds }] = await Promise.all([
    bring("fusedloss"),
    ...["catalogue", "equivalents", "inputNote", "kinds"].map((file) => bring(source(`cli/${file}.ts`))),
  ]);
  const pages = lossesIn(library).flatMap((make) => {
    const { info } = make;
    const doc = info.kind === "loss" ? docOf(info.name) : undefined;
    if (!doc) return [];
    const told = toldBy(make);
    const inputs = Object.entries(info.inputs).map(([name, kind]) => ({
      name,
      what: kinds[kind] ?? kind,
      note: inputNote(told, name),
    }));
    const { reductions = [], defaultReduction, outputs = [] } = told;
    const elsewhere = equivalents[info.name] ?? [];
    return [
      [info.name, { ...doc, call: callText(info), inputs, reductions, defaultReduction, outputs, elsewhere }],
    ];
  });
  return Object.fromEntries(pages);
}
