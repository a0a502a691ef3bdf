// @ts-check
/** What the pages get from their build: formulas, the text of every loss's page, what the pages say of themselves, and the flights as a file. */
import { fileURLToPath } from "node:url";
import { pages } from "../site.js";
import { formulasOf } from "./formulas.js";
import { importer } from "./library.js";
import { referenceOf } from "./reference.js";
import { sentencesOf } from "./sentences.js";

const catalogue = fileURLToPath(new URL("../model/catalogue.ts", import.meta.url));

/** A file of the data sets that npm brings, by its address. */
const dataSet = /^vega-datasets\/(data\/[\w.-]+)\?url$/;

/**
 * @param {import("vite").UserConfig["resolve"]} resolve where the package's name means its sources
 * @returns {import("vite").Plugin}
 */
export function demoPage(resolve) {
  const bring = importer(resolve);
  /** Modules that are made here: each has one export, of its own name. */
  const made = {
    formulas: async () => formulasOf(await bring("fusedloss")),
    lossCount: async () => (await bring(catalogue)).catalogue.length,
    reference: () => referenceOf(bring),
    sentences: async () => sentencesOf(pages),
  };
  return {
    name: "fusedloss-demo",
    enforce: "pre",
    config: () => ({ worker: { format: "es" } }),
    resolveId(id) {
      if (id.startsWith("virtual:") && id.slice(8) in made) return `\0${id}`;
      // The package exports its data under no name; the build copies a file from where npm put it.
      const [, file] = id.match(dataSet) ?? [];
      if (file === undefined) return undefined;
      return `${fileURLToPath(new URL(`../${file}`, import.meta.resolve("vega-datasets")))}?url`;
    },
    async load(id) {
      if (!id.startsWith("\0virtual:")) return undefined;
      const name = id.slice("\0virtual:".length);
      if (!(name in made)) return undefined;
      const value = await made[/** @type {keyof typeof made} */ (name)]();
      return `export const ${name} = ${JSON.stringify(value)};`;
    },
  };
}
