import { InvalidInputError } from "../../errors.js";
import { type Bytes, fromChunks, fromParts } from "./bytes.js";

/** Bytes read at a time. */
const step = 2 ** 20;

/** Node's files, where this is Node. Not an import: bundlers for pages would look for it. */
const files = () => globalThis.process?.getBuiltinModule?.("node:fs/promises");

/** Whether a string may be a path here. */
export function hasPaths(): boolean {
  return files() !== undefined;
}

/** A file's path from a `file:` address. */
export function pathOf(url: URL): string {
  const { fileURLToPath } = globalThis.process.getBuiltinModule("node:url");
  return fileURLToPath(url);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file; check the path",
  EISDIR: "it is a directory; give a file in it",
  EACCES: "it may not be read; check its permissions",
};

/** A file of this machine. */
export async function openPath(path: string): Promise<Bytes> {
  const fs = files();
  if (!fs) {
    throw new InvalidInputError(`${path}: paths are for Node; here give a Blob, a File or an http address.`);
  }
  const handle = await fs.open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new InvalidInputError(`${path}: ${reasons[cause.code ?? ""] ?? cause.message}.`, {}, { cause });
  });
  const close = () => handle.close();
  const status = await handle.stat();
  if (status.isDirectory()) {
    await close();
    throw new InvalidInputError(`${path}: ${reasons.EISDIR}.`);
  }
  // A pipe has no size and no places.
  if (!status.isFile()) return fromChunks(path, handle.createReadStream());
  const read = async (start: number, end: number): Promise<ArrayBuffer> => {
    const buffer = new ArrayBuffer(end - start);
    let filled = 0;
    while (filled < buffer.byteLength) {
      const { bytesRead } = await handle.read(
        new Uint8Array(buffer),
        filled,
        buffer.byteLength - filled,
        start + filled,
      );
      if (bytesRead === 0) return buffer.slice(0, filled);
      filled += bytesRead;
    }
    return buffer;
  };
  return fromParts(path, { size: status.size, read }, step, close);
}
