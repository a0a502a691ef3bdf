/** Who imports whom, read from the import lines. */
import { posix } from "node:path";
import { lineOf, read, withoutComments } from "./tree.js";

export interface Import {
  /** The importing file. */
  readonly from: string;
  readonly line: number;
  /** The imported file from the project's root, or the name of a package. */
  readonly to: string;
  readonly isPackage: boolean;
  /** `import type`: erased by the compiler, so nothing runs because of it. */
  readonly typeOnly: boolean;
  /** `export … from`. */
  readonly reExport: boolean;
}

const statement = /^(import|export)\b(\s+type\b)?(?:[^"';()]*?\bfrom)?\s*"([^"]+)"/gm;
const dynamic = /\bimport\(\s*"([^"]+)"/g;

/** `../check/params.js` as seen from `src/losses/huber.ts` → `src/check/params.ts`. */
function resolve(from: string, name: string): string {
  const path = posix.join(posix.dirname(from), name.replace(/\?\w+$/, ""));
  return path.replace(/\.js$/, ".ts");
}

export function importsOf(from: string, source = read(from)): Import[] {
  const text = withoutComments(source);
  const found = (match: RegExpMatchArray, name: string, typeOnly: boolean, reExport: boolean): Import => {
    const isPackage = !name.startsWith(".");
    const to = isPackage ? name : resolve(from, name);
    return { from, line: lineOf(text, match.index ?? 0), to, isPackage, typeOnly, reExport };
  };
  return [
    ...[...text.matchAll(statement)].map((m) => found(m, m[3]!, Boolean(m[2]), m[1] === "export")),
    ...[...text.matchAll(dynamic)].map((m) => found(m, m[1]!, false, false)),
  ];
}

/** Circles among imports that run, each as the path around it. */
export function cycles(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) {
    if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(" → "));
    if (start >= 0 || done.has(file)) return;
    for (const target of next.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}
