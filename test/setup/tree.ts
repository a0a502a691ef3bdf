/** The project's own files, for tests that read them. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** What git ignores, read from its own list, so that a machine without git sees the same tree. */
const ignored = readFileSync(join(root, ".gitignore"), "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"));

function isIgnored(name: string): boolean {
  if (name === ".git") return true;
  return ignored.some((entry) =>
    entry.startsWith("*") ? name.endsWith(entry.slice(1)) : entry.replace("/", "") === name,
  );
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (isIgnored(entry.name)) return [];
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** Paths from the project's root with forward slashes: `src/losses/huber.ts`. */
export function projectFiles(pattern = /./): string[] {
  return walk(root)
    .map((path) => relative(root, path).split(sep).join("/"))
    .filter((path) => pattern.test(path))
    .sort();
}

export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Comments become blanks: line numbers stay, and words in a comment break no wall. */
export function withoutComments(source: string): string {
  const blank = (comment: string) => comment.replace(/[^\n]/g, " ");
  return source.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/(^|[\s;,{}()])\/\/.*$/gm, blank);
}

export function lineOf(source: string, index: number): number {
  return source.slice(0, index).split("\n").length;
}
