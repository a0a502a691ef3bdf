// @ts-check
/** What the page gets from its build: every loss's formula as MathML, and the flights as a file beside it. */
import { fileURLToPath } from "node:url";
import katex from "katex";
import { runnerImport } from "vite";

const formulas = "virtual:formulas";
const flights = "vega-datasets/data/flights-3m.parquet";

/** @typedef {{ readonly name: string, readonly formula: string }} Info */

/**
 * The `info` of whatever an export is: a loss, or a GAN's pair of them.
 *
 * @param {any} exported
 * @returns {Info[]}
 */
function infosOf(exported) {
  return [exported, exported?.discriminator, exported?.generator].flatMap((one) =>
    typeof one?.info?.formula === "string" ? [one.info] : [],
  );
}

/**
 * Two things that browsers leave to the math font, which many machines lack: a subscript hangs from its
 * base's depth, so each base gets one; and a space follows the name of a function.
 *
 * @param {string} formula
 */
function mathML(formula) {
  const html = katex.renderToString(formula, { output: "mathml", displayMode: true, strict: false });
  const [math = ""] = html.match(/<math.*<\/math>/s) ?? [];
  return (
    math
      // The TeX source that KaTeX repeats inside would be read out by some screen readers.
      .replace(/<annotation.*?<\/annotation>/s, "")
      .replace(/<msub>(<mi[^>]*>[^<]*<\/mi>)/g, '<msub><mpadded depth="0.22em">$1</mpadded>')
      .replace(/<mo>\u2061<\/mo>(?!<mo)/g, '$&<mspace width="0.17em"/>')
  );
}

/**
 * @param {import("vite").UserConfig["resolve"]} resolve where the package's name means its sources
 * @returns {import("vite").Plugin}
 */
export function demoPage(resolve) {
  return {
    name: "fusedloss-demo",
    enforce: "pre",
    config: () => ({ worker: { format: "es" } }),
    resolveId(id) {
      if (id === formulas) return `\0${formulas}`;
      // The package exports its data under no name; the build copies the file, 13 MB, from where npm put it.
      if (id !== `${flights}?url`) return undefined;
      const file = new URL("../data/flights-3m.parquet", import.meta.resolve("vega-datasets"));
      return `${fileURLToPath(file)}?url`;
    },
    async load(id) {
      if (id !== `\0${formulas}`) return undefined;
      const config = /** @type {const} */ ({ configFile: false, logLevel: "warn", resolve });
      const { module } = await runnerImport("fusedloss", config);
      const rendered = Object.values(/** @type {object} */ (module))
        .flatMap(infosOf)
        .map(({ name, formula }) => [name, mathML(formula)]);
      return `export const formulas = ${JSON.stringify(Object.fromEntries(rendered))};`;
    },
  };
}
