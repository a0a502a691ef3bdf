/**
 * The path equation: what the GPU does = what it is = what is true = what proves it.
 *
 *   shaders/P.wgsl = src/P.ts = src/reference/P.ts = test/cases/P.ts,  and P is exported by its name.
 *
 * A combinator has no shader of its own; neither has a definition that names another's or needs none.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importsOf } from "./setup/imports.js";
import { projectFiles, root } from "./setup/tree.js";

type Exports = Readonly<Record<string, unknown>>;

/** Found, not listed: a folder that does not exist yet asks for nothing. */
const indexes = import.meta.glob<Exports>("../src/{losses,optim,metrics,combine}/index.ts");

const kinds = ["losses", "optim", "metrics", "combine"];

const rooms = [
  { shelf: "shaders/", ending: ".wgsl" },
  { shelf: "src/", ending: ".ts" },
  { shelf: "src/reference/", ending: ".ts" },
  { shelf: "test/cases/", ending: ".ts" },
];

/** The names of the files directly in a folder: `huber` for `src/losses/huber.ts`. */
function namesIn(folder: string, ending: string): string[] {
  return projectFiles(new RegExp(`^${folder}[^/]+\\${ending}$`))
    .map((path) => path.slice(folder.length, -ending.length))
    .filter((name) => name !== "index");
}

/** Its own shader is optional for combinators, for host metrics, and for who shares another's shader. */
function needsShader(kind: string, name: string): boolean {
  if (kind === "combine") return false;
  const definition = `src/${kind}/${name}.ts`;
  if (!existsSync(join(root, definition))) return true;
  const shaders = importsOf(definition).filter(({ to }) => /^shaders\/(losses|optim|metrics)\//.test(to));
  if (shaders.some(({ to }) => to === `shaders/${kind}/${name}.wgsl`)) return true;
  return shaders.length === 0 && kind !== "metrics";
}

/** What every factory's `info` tells. */
const told = ["citation", "family", "formula", "gradients", "inputs", "kind", "name", "params"];

/** A factory, or those of a GAN pair. */
function factoriesOf(value: unknown): { readonly info: object }[] {
  return typeof value === "function" ? [value as never] : Object.values(value as object);
}

/** A factory says its name; a GAN pair is two factories under one. */
function nameComplaints(name: string, value: unknown): string[] {
  const factory = value as { info?: { name?: string }; discriminator?: unknown; generator?: unknown };
  if (factory?.discriminator && factory.generator) {
    return ["discriminator", "generator"].flatMap((half) => {
      const info = (value as Record<string, typeof factory>)[half]?.info;
      return info?.name === name || info?.name === `${name}.${half}`
        ? []
        : [`${name}.${half}.info.name is ${info?.name}; it must be ${name}.${half}`];
    });
  }
  const found = factory?.info?.name;
  return found === name ? [] : [`${name}.info.name is ${found}; it must be the file's name, ${name}`];
}

describe.each(kinds)("%s", (kind) => {
  const names = new Set(rooms.flatMap(({ shelf, ending }) => namesIn(`${shelf}${kind}/`, ending)));

  it("have every room", () => {
    const missing = [...names].flatMap((name) =>
      rooms
        .filter(({ shelf }) => shelf !== "shaders/" || needsShader(kind, name))
        .map(({ shelf, ending }) => `${shelf}${kind}/${name}${ending}`)
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${name} lacks ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it("are exported under the names of their files, and say them", async () => {
    const exported = (await indexes[`../src/${kind}/index.ts`]?.()) ?? {};
    expect(Object.keys(exported).sort()).toEqual(namesIn(`src/${kind}/`, ".ts"));
    expect(Object.entries(exported).flatMap(([name, value]) => nameComplaints(name, value))).toEqual([]);
    for (const { info } of Object.values(exported).flatMap(factoriesOf)) {
      expect(Object.keys(info)).toEqual(expect.arrayContaining(told));
    }
  });
});
