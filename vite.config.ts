/**
 * Three uses of one file: the library build (default), the demo page (`--mode demo`), and the tests, the same
 * files in Node on Dawn and in a browser.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin, UserConfig } from "vite";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { digitsFile } from "./demo/build/digits.js";
import { pageHead } from "./demo/build/head.js";
import { demoPage } from "./demo/build/page.js";
import { pages } from "./demo/site.js";
import manifest from "./package.json" with { type: "json" };
import { findBrowser } from "./scripts/browser.mjs";
import { dawnEnvironment } from "./scripts/dawn.mjs";
import { programModules } from "./test/setup/programModules.js";
import { puppeteerProvider } from "./test/setup/puppeteer.js";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** `dist/index.js` is made of `src/index.ts`. */
const sourceOf = (target: string) => path(target.replace("dist", "src").replace(/js$/, "ts"));

/** Each entry of the package, with its source. */
const entries = Object.fromEntries(
  Object.entries(manifest.exports).flatMap(([name, target]) =>
    typeof target === "string" ? [] : [[name.replace(".", "fusedloss"), sourceOf(target.default)]],
  ),
);

/** Here the package's name means its sources: in tests and on the demo page. */
const resolve = {
  alias: Object.entries(entries).map(([name, source]) => ({
    find: new RegExp(`^${name}$`),
    replacement: source,
  })),
};

/** Drops shader comments from the package. Lines and columns stay, so a compile error still points right. */
const stripShaderComments: Plugin = {
  name: "strip-shader-comments",
  enforce: "pre",
  load(id) {
    if (!id.endsWith(".wgsl?raw")) return null;
    const text = readFileSync(id.replace("?raw", ""), "utf8");
    return `export default ${JSON.stringify(text.replace(/[ \t]*\/\/.*$/gm, ""))};`;
  },
};

/** A file per source file, so that who imports one loss gets the shader of that loss and no other. */
const library: UserConfig = {
  plugins: [stripShaderComments],
  build: {
    target: "es2022",
    minify: false,
    lib: {
      entry: [...Object.values(entries), ...Object.values(manifest.bin).map(sourceOf)],
      formats: ["es"],
    },
    rolldownOptions: {
      external: (id) => !/^[./]|^[A-Z]:/.test(id),
      output: { preserveModules: true, preserveModulesRoot: path("src"), entryFileNames: "[name].js" },
    },
  },
};

const demo: UserConfig = {
  root: path("demo"),
  base: "./",
  resolve,
  plugins: [stripShaderComments, pageHead(), demoPage(resolve), digitsFile()],
  build: {
    target: "es2022",
    outDir: path("demo-dist"),
    emptyOutDir: true,
    rolldownOptions: { input: pages.map(({ name }) => path(`demo/${name}.html`)) },
  },
};

/** Milliseconds for a test of some seconds: ten times as much as it takes a machine with nothing else to do. */
const patience = 300_000;

/** On software WebGPU two tests at a time are slower than one after the other. */
const common = { testTimeout: patience, hookTimeout: patience, fileParallelism: false };

/** What `fusedloss/files` reads by, imported when it is used. */
const readers = ["apache-arrow", "hyparquet", "hyparquet-compressors", "npyjs", "papaparse"];

/** Of the reference, of bodies and of plans, which are the same in every runtime; each loss itself is run in both. */
const once = [
  "test/{derive,fuzz,plan,reference}/**/*.test.ts",
  ...[
    "hardware",
    "heldRows",
    "longRows",
    "lossSteps",
    "lossTensors",
    "metricErrors",
    "metricPlans",
    "pairs",
    "rowwiseLaws",
    "sort",
    "spans",
  ].map((name) => `test/gpu/${name}.test.ts`),
];

/** One process for all files, which load the library once: a quarter of their time. What they share they must not change. */
const inNode = {
  ...common,
  environment: "node",
  pool: "forks" as const,
  isolate: false,
  setupFiles: ["test/setup/dawn.ts"],
};

const projects: TestProjectInlineConfiguration[] = [
  {
    resolve,
    test: {
      ...inNode,
      name: "node",
      include: ["test/**/*.test.ts"],
      exclude: ["test/**/*.chrome.test.ts", ...once],
    },
  },
  { resolve, test: { ...inNode, name: "once", include: once } },
  {
    resolve,
    plugins: [programModules()],
    // Known beforehand: a package found halfway would reload the page under the tests.
    optimizeDeps: {
      include: [
        "fast-check",
        "webgpu-memory",
        "@tensorflow/tfjs-core",
        "@tensorflow/tfjs-core/dist/register_all_gradients.js",
        "@tensorflow/tfjs-backend-webgpu",
        "onnxruntime-web",
        "onnxruntime-web/webgpu",
        ...readers,
      ],
    },
    test: {
      ...common,
      name: "chrome",
      include: ["test/gpu/**/*.test.ts", "test/**/*.chrome.test.ts"],
      // Figures worked by hand: each loss is judged there by the reference as well.
      exclude: [...once, "test/gpu/worked.test.ts"],
      browser: {
        enabled: true,
        headless: true,
        ui: false,
        screenshotFailures: false,
        // By number: a bare machine may not resolve `localhost`.
        api: { host: "127.0.0.1" },
        provider: puppeteerProvider(findBrowser),
        instances: [{ browser: "chrome" }],
      },
    },
  },
];

export default defineConfig(async ({ mode }) => {
  if (mode === "demo") return demo;
  if (mode !== "test") return library;
  // Test processes inherit it: the loader's path must be set before they start.
  Object.assign(process.env, (await dawnEnvironment()).env);
  // Vitest reads this limit here, and from no project.
  return { test: { projects, browser: { connectTimeout: patience } } };
});
