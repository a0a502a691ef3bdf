/** Programs of documents as modules, for a browser: `import("program:docs/integration.md/3")` runs the third. */
import type { Plugin } from "vite";
import { programsIn } from "./programs.js";
import { read } from "./tree.js";

const prefix = "program:";

export function programModules(): Plugin {
  return {
    name: "fusedloss-programs",
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      const [, page, number] = id.match(/^\0program:(.+)\/(\d+)$/) ?? [];
      return page && number ? programsIn(read(page))[Number(number) - 1] : undefined;
    },
  };
}
