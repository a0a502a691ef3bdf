/** The programs in the documents run as they are printed, and the links between the documents lead somewhere. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { programsIn, promised } from "./setup/programs.js";
import { projectFiles, read, root } from "./setup/tree.js";

const programsOf = (page: string) => programsIn(read(page));

/** What a page has and Node has not: WebGPU's globals and `navigator.gpu`. */
const page = `
  import { create, globals } from "webgpu";
  Object.assign(globalThis, globals);
  globalThis.keptGPU = create([]);
  Object.defineProperty(globalThis, "navigator", { value: { gpu: globalThis.keptGPU }, configurable: true });
`;

let home = "";

/** A project that has the package installed, as a link to this folder. */
beforeAll(() => {
  if (!existsSync(join(root, "dist/index.js"))) throw new Error("dist/ is missing: npm run build");
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  home = mkdtempSync(join(cache, "readme-"));
  mkdirSync(join(home, "node_modules"));
  symlinkSync(root, join(home, "node_modules/fusedloss"), "junction");
  writeFileSync(join(home, "page.mjs"), page);
});

afterAll(() => {
  if (home) rmSync(home, { recursive: true });
});

/** Runs a program in a process of its own: the lines it prints. */
function printed(program: string): string[] {
  writeFileSync(join(home, "program.mjs"), program);
  const isForPages = /createEngine\b.*from "fusedloss"/.test(program);
  const args = [...(isForPages ? ["--import", "./page.mjs"] : []), "program.mjs"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: home, encoding: "utf8" });
  if (status !== 0) throw new Error(`the program ended with ${status}: ${stderr}`);
  return stdout.trimEnd().split("\n");
}

describe("README.md", () => {
  const programs = programsOf("README.md");

  it("has the seven programs", () => {
    expect(programs).toHaveLength(7);
  });

  it.each(programs.map((program, i) => [i + 1, program] as const))(
    "program %i prints what it says",
    (_, program) => {
      expect(printed(program)).toEqual(promised(program));
    },
  );
});

describe.each(["docs/guide.md", "docs/semantics.md"])("%s", (page) => {
  it("is one program in pieces, and prints what it says", () => {
    const program = programsOf(page).join("\n");
    expect(printed(program)).toEqual(promised(program));
  });
});

describe.each(["docs/custom.md", "docs/files.md", "docs/metrics.md", "docs/streams.md"])("%s", (page) => {
  const programs = programsOf(page).map((program, i) => [i + 1, program] as const);

  it.each(programs)("program %i prints what it says", (_, program) => {
    expect(printed(program)).toEqual(promised(program));
  });
});

describe.each(["docs/training.md", "docs/integration.md"])("%s", (page) => {
  it("begins with a program that trains, and prints what it says", () => {
    const [program = ""] = programsOf(page);
    expect(printed(program)).toEqual(promised(program));
  });
});

describe("docs/adding-a-loss.md", () => {
  /** Blocks that begin with the name of a file quote it. */
  const quotes = [...read("docs/adding-a-loss.md").matchAll(/^```\w+\n\/\/ (\S+\.\w+)\n([\s\S]*?)^```$/gm)];

  it.each(quotes.map(([, path, text]) => [path!, text!] as const))("quotes %s as it is", (path, text) => {
    expect(read(path)).toContain(text.trim());
  });

  it("quotes the four rooms of a loss", () => {
    expect(quotes).toHaveLength(4);
  });
});

describe("the documents", () => {
  const documents = projectFiles(/^(README|CHANGELOG|docs\/[^/]+)\.md$/);

  it.each(documents)("%s links to files that are there", (document) => {
    const targets = [...read(document).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1]!);
    const files = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(files.filter((target) => !existsSync(join(root, dirname(document), target)))).toEqual([]);
  });
});
