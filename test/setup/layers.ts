/** The layers of the project and what each may import: DESIGN's walls as a table. */
import type { Import } from "./imports.js";

/** First match wins. */
const layers: readonly (readonly [name: string, files: RegExp])[] = [
  ["foundation", /^src\/(errors|tensor|definition|optimizer)\.ts$|^src\/(check|totals)\//],
  ["plan", /^src\/plan\//],
  ["families", /^src\/families\//],
  ["definitions", /^src\/(losses|optim|metrics)\//],
  ["customLoss", /^src\/combine\/customLoss\.ts$/],
  ["combine", /^src\/combine\//],
  ["derive", /^src\/derive\//],
  ["gpu", /^src\/gpu\//],
  ["engine", /^src\/engine(\.ts$|\/)/],
  ["customReference", /^src\/reference\/(combine\/|losses\/)?customLoss\.ts$/],
  ["reference", /^src\/reference\//],
  ["interop", /^src\/interop\//],
  ["entries", /^src\/[\w-]+\.ts$/],
  ["bodies", /^shaders\/(losses|optim|metrics)\//],
  ["lib", /^shaders\/lib\//],
  ["skeletons", /^shaders\//],
  ["demo", /^demo\//],
  ["test", /^test\//],
];

interface Rule {
  readonly may: readonly string[];
  /** Layers of which it may know the types, and nothing that runs. */
  readonly types?: readonly string[];
  readonly law: string;
}

const combine = ["combine", "families", "plan", "bodies", "skeletons", "lib", "foundation"];

/** A layer without a rule (`entries`) may import every layer but the tests and the demo. */
const rules: Readonly<Record<string, Rule>> = {
  foundation: {
    may: ["foundation"],
    types: ["plan", "derive"],
    law: "every layer stands on it, so it stands on none",
  },
  plan: { may: ["plan", "foundation"], law: "plan may know no device, no family and no loss (wall 4)" },
  families: {
    may: ["families", "plan", "skeletons", "lib", "foundation"],
    law: "a family knows plans and its skeleton, and has never heard of a loss (wall 4)",
  },
  definitions: {
    may: ["families", "bodies", "lib", "foundation"],
    law: "a definition names its family, its shader and its checks, and nothing else (wall 3)",
  },
  customLoss: { may: ["customLoss", "derive", ...combine], law: "customLoss is a combinator (wall 3)" },
  combine: { may: combine, law: "combinators take losses as arguments; only customLoss derives (wall 3)" },
  derive: { may: ["derive", "foundation"], law: "derive knows text, not devices or losses (wall 3)" },
  gpu: { may: ["gpu", "plan", "foundation"], law: "gpu has never heard of a loss (wall 5)" },
  engine: {
    may: ["engine", "gpu", "plan", "foundation"],
    types: ["families", "definitions", "combine"],
    law: "the engine meets losses as descriptors, or it would bring all of them along (walls 5 and 6)",
  },
  customReference: { may: ["reference", "derive", "foundation"], law: "the reference is the judge (wall 2)" },
  reference: {
    may: ["reference", "customReference", "foundation"],
    law: "the reference is the judge and shares no trick with a kernel (wall 2)",
  },
  interop: {
    may: ["interop", "engine", "gpu", "plan", "foundation"],
    types: ["families", "definitions", "combine", "entries"],
    law: "interop brings other libraries to the engine (wall 6)",
  },
  demo: { may: ["demo"], law: "the demo is a user: it imports fusedloss by its public entries (wall 7)" },
};

/** The packages that may appear in the core: none. */
const mayImportPackages = ["interop", "demo", "test"];

/** Where `export … from` may stand: the public names and each folder's list of its own. */
const mayReExport =
  /^src\/[\w-]+\.ts$|^src\/(losses|optim|metrics|combine|interop|reference(\/\w+)?)\/index\.ts$/;

export function layerOf(path: string): string {
  return layers.find(([, files]) => files.test(path))?.[0] ?? "project";
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** The sentence that says which wall an import breaks, or undefined. */
export function complaint(it: Import): string | undefined {
  const [from, to] = [layerOf(it.from), layerOf(it.to)];
  const says = (law: string) => `${it.from}:${it.line} imports ${it.to}; ${law}`;
  if (it.isPackage) {
    return mayImportPackages.includes(from) ? undefined : says("the core has no dependency (wall 7)");
  }
  if (to === "test" || (to === "demo" && from !== "demo"))
    return says("nothing imports tests or the demo (wall 7)");
  if (it.reExport && !mayReExport.test(it.from)) {
    return `${it.from}:${it.line} re-exports ${it.to}; only entries and index files do (wall 7)`;
  }
  const rule = rules[from];
  if (!rule || rule.may.includes(to) || (it.typeOnly && rule.types?.includes(to))) return undefined;
  // An index lists its neighbours.
  if (it.from.endsWith("/index.ts") && folderOf(it.from) === folderOf(it.to)) return undefined;
  return says(rule.law);
}
