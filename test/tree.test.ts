/** What may not be in the tree: traces of the machine it was written on, and weight. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFiles, read, root } from "./setup/tree.js";

// In two pieces each, or this file would be the first to fail.
const forbidden = [
  ["/wo", "rk/"],
  ["/fa", "rm/"],
  ["/ro", "ot/"],
  ["/ho", "me/"],
  ["/Us", "ers/"],
  ["bash_", "jobs"],
  ["registry.", "npmjs"],
  ["registry.", "yarnpkg"],
  ["npm", "mirror"],
].map((pieces) => pieces.join(""));

const mostBytes = 5_000_000;

describe("the tree", () => {
  it("names no machine and no registry", () => {
    const found = projectFiles().flatMap((path) => {
      const text = read(path);
      return forbidden.filter((trace) => text.includes(trace)).map((trace) => `${path} contains ${trace}`);
    });
    expect(found).toEqual([]);
  });

  it("locks versions, not addresses", () => {
    expect(read("package-lock.json")).not.toContain('"resolved"');
  });

  it("has no heavy file", () => {
    expect(projectFiles().filter((path) => statSync(join(root, path)).size > mostBytes)).toEqual([]);
  });

  it("depends on nothing, and on exact versions while it is made", async () => {
    const manifest = JSON.parse(read("package.json"));
    expect(manifest.dependencies ?? {}).toEqual({});
    const versions = Object.values<string>(manifest.devDependencies);
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
