import type { Section, ShaderModule } from "./plan.js";

/** A piece of WGSL with the name under which errors show it. */
export interface ShaderText {
  readonly name: string;
  readonly text: string;
}

/**
 * Joins pieces to one module. WGSL lets a declaration stand before or after its use, so this is
 * concatenation, with a line map kept for errors.
 */
export function compose(pieces: readonly ShaderText[]): ShaderModule {
  const sections: Section[] = [];
  let code = "";
  let line = 1;
  for (const { name, text } of pieces) {
    const body = text.endsWith("\n") ? text : `${text}\n`;
    const lines = body.split("\n").length - 1;
    sections.push({ name, start: line, lines });
    code += body;
    line += lines;
  }
  return { code, sections };
}

/** The file and line that line `line` (1-based) of a module came from. */
export function locate(module: ShaderModule, line: number): { name: string; line: number } {
  const section = module.sections.findLast(({ start }) => start <= line);
  return section ? { name: section.name, line: line - section.start + 1 } : { name: "module", line };
}

/**
 * The library files that `texts` need, those files' own needs included, in the library's order.
 * A file is needed when one of the functions or constants that it declares is mentioned.
 */
export function link(library: readonly ShaderText[], texts: readonly ShaderText[]): ShaderText[] {
  const needed = new Set<ShaderText>();
  const visit = (text: string): void => {
    const words = new Set(text.match(/[A-Za-z_]\w*/g));
    for (const file of library) {
      if (needed.has(file)) continue;
      if (!declared(file.text).some((name) => words.has(name))) continue;
      needed.add(file);
      visit(file.text);
    }
  };
  for (const { text } of texts) visit(text);
  return library.filter((file) => needed.has(file));
}

function declared(text: string): string[] {
  return [...text.matchAll(/^\s*(?:fn|const|struct)\s+([A-Za-z_]\w*)/gm)].map((match) => match[1] ?? "");
}
