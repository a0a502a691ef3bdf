// @ts-check
/** Every loss's formula as MathML. */
import katex from "katex";
import { lossesIn } from "./lossesIn.js";

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

/** @param {import("./library.js").Exports} library */
export function formulasOf(library) {
  return Object.fromEntries(lossesIn(library).map(({ info }) => [info.name, mathML(info.formula)]));
}
