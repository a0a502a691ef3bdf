/**
 * `npm run tables`: the README's catalogue, from what the package exports, and its accuracy table, from running
 * every loss on this machine's adapter against the reference.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as library from "fusedloss";
import { createEngine } from "fusedloss/node";
import { root } from "./bootstrap.mjs";
import { say } from "./step.mjs";
import { accuracyText, measure } from "./tables/accuracy.mjs";
import { metricTable, optimizerTable } from "./tables/beside.mjs";
import { catalogue } from "./tables/catalogue.mjs";
import { withSection } from "./tables/markdown.mjs";

const page = join(root, "README.md");

const engine = await createEngine();
try {
  const results = await measure(engine, library);
  const wrong = results.filter(({ ok }) => !ok).map(({ name }) => name);
  if (wrong.length > 0) throw new Error(`outside the tolerance: ${wrong.join(", ")}. Nothing was written.`);
  const texts = {
    catalogue: catalogue(library),
    accuracy: accuracyText(results, engine.info),
    metrics: metricTable(library),
    optimisers: optimizerTable(library),
  };
  const before = readFileSync(page, "utf8");
  const after = Object.entries(texts).reduce((text, [name, own]) => withSection(text, name, own), before);
  writeFileSync(page, after);
  say(
    `tables: ${results.length} losses, all within the tolerance; README.md ${after === before ? "is as it was" : "is new"}`,
  );
} catch (error) {
  console.error(`tables: ${error.message}`);
  process.exitCode = 1;
} finally {
  engine.destroy();
}
