/** The walls of the design: what each part may know. A failure is a sentence that says what to do without. */
import { describe, expect, it } from "vitest";
import { cycles, importsOf } from "./setup/imports.js";
import { complaint, layerOf } from "./setup/layers.js";
import { lineOf, projectFiles, read, withoutComments } from "./setup/tree.js";

const sources = projectFiles(/^(src|demo)\/.*\.(ts|tsx)$/).filter((path) => !path.endsWith(".d.ts"));
const imports = sources.flatMap((path) => importsOf(path));

/** Every place in `files` where `pattern` stands in code, as a sentence. */
function places(files: RegExp, pattern: RegExp, law: string): string[] {
  return projectFiles(files).flatMap((path) => {
    const text = withoutComments(read(path));
    return [...text.matchAll(pattern)].map(
      (match) => `${path}:${lineOf(text, match.index)} has \`${match[0].trim()}\`; ${law}`,
    );
  });
}

describe("the wall test itself", () => {
  const judge = (from: string, line: string) => importsOf(from, line).map(complaint);

  it("names file, line and law", () => {
    expect(judge("src/plan/tiles.ts", '\n\nimport { device } from "../gpu/device.js";')).toEqual([
      "src/plan/tiles.ts:3 imports src/gpu/device.ts; plan may know no device, no family and no loss (wall 4)",
    ]);
  });

  it.each([
    ["src/losses/mse.ts", 'import { mae } from "./mae.js";'],
    ["src/losses/mse.ts", 'import type { Engine } from "../engine.js";'],
    ["src/families/rowwise.ts", 'import body from "../../shaders/losses/mse.wgsl?raw";'],
    ["src/gpu/run.ts", 'import { huber } from "../losses/huber.js";'],
    ["src/engine.ts", 'import { elementwise } from "./families/elementwise.js";'],
    ["src/reference/losses/mse.ts", 'import { differentiate } from "../../derive/derive.js";'],
    ["src/gpu/device.ts", 'const { create } = await import("webgpu");'],
    ["src/check/words.ts", 'export { show } from "./params.js";'],
    ["src/plan/plan.ts", 'import {\n  a,\n  b,\n} from "../../test/cases/case.js";'],
    ["demo/page.tsx", 'import { huber } from "../src/losses/huber.js";'],
  ])("sees through %s: %s", (from, line) => {
    expect(judge(from, line)).toEqual([expect.any(String)]);
  });

  it.each([
    ["src/losses/index.ts", 'export { mse } from "./mse.js";'],
    ["src/engine.ts", 'import type { Family } from "./families/family.js";'],
    ["src/reference/combine/customLoss.ts", 'import { interpret } from "../../derive/interpret.js";'],
    ["src/interop/node.ts", 'const { create } = await import("webgpu");'],
  ])("lets pass %s: %s", (from, line) => {
    expect(judge(from, line)).toEqual([undefined]);
  });

  it("finds a circle", () => {
    const circle = [
      ...importsOf("src/a.ts", 'import "./b.js";'),
      ...importsOf("src/b.ts", 'import "./a.js";'),
    ];
    expect(cycles(circle)).toEqual(["src/a.ts → src/b.ts → src/a.ts"]);
  });
});

describe("imports", () => {
  it("stay inside the walls", () => {
    expect(imports.map(complaint).filter(Boolean)).toEqual([]);
  });

  it("run in no circle", () => {
    expect(cycles(imports)).toEqual([]);
  });

  it("come from a folder that has a place in the table", () => {
    expect(sources.filter((path) => layerOf(path) === "project")).toEqual([]);
  });
});

describe("sources", () => {
  it("export by name only", () => {
    const law = "things have one name everywhere (wall 7)";
    expect(places(/^(src|demo|test)\/.*(?<!\.d)\.tsx?$/, /^export default\b/gm, law)).toEqual([]);
  });

  it("keep no state in a module but caches keyed by device", () => {
    const law = "module state outlives its device (wall 7)";
    const state = /^(export )?(let|var)\b.*$|^(export )?const .*= new (Map|Set)(<.*>)?\(\);$/gm;
    expect(places(/^src\//, state, law)).toEqual([]);
  });

  it("name no GPU type where plans are made", () => {
    const law = "plans are plain data, made and printed without a GPU (wall 4)";
    expect(places(/^src\/(plan|families)\//, /\bGPU[A-Z]\w*/g, law)).toEqual([]);
  });

  it("put no mathematics and no WGSL into the engine", () => {
    const law = "the engine joins device and definition, and computes nothing (wall 6)";
    const mathematics = /\bMath\.(exp|log|sqrt|pow|tanh|abs)\w*|@compute|\bvar<|\.wgsl\b/g;
    expect(places(/^src\/engine(\.ts$|\/)/, mathematics, law)).toEqual([]);
  });
});

describe("shaders", () => {
  it("bodies are mathematics only", () => {
    const law = "bindings, entry points, memory and barriers are the family's (wall 1)";
    const machinery =
      /@(group|binding|compute|workgroup_size)\b|\bvar\s*<|\boverride\b|\b\w+Barrier\b|\batomic\w*/g;
    expect(places(/^shaders\/(losses|optim|metrics)\//, machinery, law)).toEqual([]);
  });

  it("lib holds functions only", () => {
    const law = "bindings and entry points are the family's (wall 1)";
    expect(places(/^shaders\/lib\//, /@(group|binding|compute)\b/g, law)).toEqual([]);
  });

  it("reduce across threads in lib only", () => {
    const law = "a reduction tree exists once, in shaders/lib (wall 1)";
    const reduction = /\bsubgroup(Add|Max|Min|Shuffle\w*)\b/g;
    expect(places(/^shaders\/(?!lib\/)/, reduction, law)).toEqual([]);
  });
});
