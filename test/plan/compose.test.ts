/** Modules are pieces laid end to end, with a map of where each line came from. */
import { describe, expect, it } from "vitest";
import { library } from "../../src/families/library.js";
import { compose, link, locate, type ShaderText } from "../../src/plan/compose.js";
import { ShaderInterface } from "../../src/plan/interface.js";

describe("compose and locate", () => {
  const pieces = [
    { name: "first", text: "a\nb\n" },
    { name: "unended", text: "c" },
    { name: "blank", text: "\n" },
    { name: "last", text: "d\ne\nf\n" },
  ];
  const module = compose(pieces);

  it("lays pieces end to end, each ended by a line break", () => {
    expect(module.code).toBe("a\nb\nc\n\nd\ne\nf\n");
    expect(module.sections).toEqual([
      { name: "first", start: 1, lines: 2 },
      { name: "unended", start: 3, lines: 1 },
      { name: "blank", start: 4, lines: 1 },
      { name: "last", start: 5, lines: 3 },
    ]);
  });

  it("finds every line again", () => {
    for (const { name, text } of pieces) {
      for (const [i, line] of text.trimEnd().split("\n").entries()) {
        const { start = 0 } = module.sections.find((section) => section.name === name) ?? {};
        expect(locate(module, start + i)).toEqual({ name, line: i + 1 });
        expect(module.code.split("\n")[start + i - 1]).toBe(line);
      }
    }
  });

  it("answers for lines that are not there", () => {
    expect(locate(module, 99)).toEqual({ name: "last", line: 95 });
    expect(locate(module, 0)).toEqual({ name: "module", line: 0 });
    expect(locate(compose([]), 1)).toEqual({ name: "module", line: 1 });
    expect(compose([]).code).toBe("");
  });
});

describe("link", () => {
  const files: ShaderText[] = [
    { name: "base", text: "const base = 1.0;\n" },
    { name: "middle", text: "fn middle(x: f32) -> f32 { return x * base; }\n" },
    { name: "top", text: "fn top(x: f32) -> f32 { return middle(x); }\n" },
    { name: "struct", text: "struct Pair { a: f32, b: f32 }\n" },
    {
      name: "circular",
      text: "fn even(n: u32) -> bool { return odd(n); }\nfn odd(n: u32) -> bool { return even(n); }\n",
    },
  ];
  const names = (...texts: string[]) =>
    link(
      files,
      texts.map((text) => ({ name: "", text })),
    ).map(({ name }) => name);

  it("takes what is mentioned, and what that mentions, in the library's order", () => {
    expect(names("let y = top(1.0);")).toEqual(["base", "middle", "top"]);
    expect(names("let y = base;", "fn f(p: Pair) {}")).toEqual(["base", "struct"]);
    expect(names("let y = odd(3u);")).toEqual(["circular"]);
  });

  it("takes whole words only, and nothing where nothing is mentioned", () => {
    expect(names("let y = topmost(1.0) + base_line;")).toEqual([]);
    expect(names("")).toEqual([]);
  });

  it("the library itself: every declaration has one home", () => {
    const declared = library.flatMap(({ text }) =>
      [...text.matchAll(/^\s*(?:fn|const|struct)\s+([A-Za-z_]\w*)/gm)].map((match) => match[1] as string),
    );
    expect(new Set(declared).size).toBe(declared.length);
    for (const { name } of library) expect(name).toMatch(/^shaders\/lib\/\w+\.wgsl$/);
  });

  it("the library itself: linked with any one file, nothing is undeclared", () => {
    for (const file of library) {
      const linked = link(library, [file]);
      expect(linked).toContain(file);
      expect(link(library, linked)).toEqual(linked);
    }
  });
});

describe("ShaderInterface", () => {
  it("declares what it lists, in one order", () => {
    const shader = new ShaderInterface();
    shader.field("items", "u32", { u32: 7 });
    shader.storage("data", "array<u32>", { buffer: "input/a", offset: 0, size: 16, access: "read" });
    shader.storage("found", "array<f32>", { buffer: "found", offset: 256, size: 4, access: "read_write" });
    shader.field("delta", "f32", { param: "delta" });
    expect(shader.text()).toBe(
      [
        "struct Uniforms {",
        "  items: u32,",
        "  delta: f32,",
        "}",
        "@group(0) @binding(0) var<uniform> uniforms: Uniforms;",
        "@group(0) @binding(1) var<storage, read> data: array<u32>;",
        "@group(0) @binding(2) var<storage, read_write> found: array<f32>;",
        "",
      ].join("\n"),
    );
    expect(shader.bindings.map(({ buffer }) => buffer)).toEqual(["input/a", "found"]);
    expect(shader.uniform).toEqual([{ u32: 7 }, { param: "delta" }]);
  });
});
