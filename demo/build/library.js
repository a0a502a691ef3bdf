// @ts-check
/** The package as the build itself runs it, brought in once for all that is made of it. */
import { runnerImport } from "vite";

/** @typedef {Readonly<Record<string, any>>} Exports */

/**
 * @param {import("vite").UserConfig["resolve"]} resolve where the package's name means its sources
 * @returns {(id: string) => Promise<Exports>}
 */
export function importer(resolve) {
  /** @type {Map<string, Promise<Exports>>} */
  const known = new Map();
  const bring = async (/** @type {string} */ id) => {
    const { module } = await runnerImport(id, { configFile: false, logLevel: "warn", resolve });
    return /** @type {Exports} */ (module);
  };
  return (id) => {
    const found = known.get(id) ?? bring(id);
    known.set(id, found);
    return found;
  };
}
