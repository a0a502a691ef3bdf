/** Where the readers are not installed: `fusedloss/files` can be imported, and says what to type. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../setup/tree.js";
import { fixture } from "./files.js";

let folder = "";
/** The package alone, where no other is found. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fusedloss-"));
  for (const part of ["dist", "package.json"])
    cpSync(join(root, part), join(folder, part), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

it("names the packages to install", () => {
  const sources = ["types.parquet", "types.arrow", "long.npy", "make.py"].map(fixture);
  const program = `
    import { readBatches } from "fusedloss/files";
    for (const source of ${JSON.stringify(sources)}) {
      const iterator = readBatches(source, { columns: { logits: 0 } })[Symbol.asyncIterator]();
      await iterator.next().catch(({ name, message }) => console.log(name, message.replace(/ \\(.*/, "")));
    }
  `;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: folder,
    encoding: "utf8",
  });
  const hint = (format: string, packages: string) =>
    `UnsupportedError readBatches: the reader of ${format} is not installed; run npm i ${packages}`;
  expect(printed.trim().split("\n")).toEqual([
    hint("Parquet", "hyparquet hyparquet-compressors"),
    hint("Arrow", "apache-arrow"),
    hint("npy", "npyjs"),
    hint("CSV", "papaparse"),
  ]);
});
