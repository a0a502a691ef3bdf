/** The built site in a browser, as a visitor has it. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Page } from "puppeteer";
import { findBrowser } from "../../scripts/browser.mjs";
import { buildDemo } from "../../scripts/build.mjs";
import { serve } from "../../scripts/serve.mjs";
import { root } from "../setup/tree.js";

export interface Site {
  /**
   * A page by its name in demo/site.ts, with what follows it in the address (`classifier?steps=80`), once it stands;
   * without WebGPU if so wished, and with a script that runs first.
   */
  readonly open: (name: string, device?: "noDevice", before?: () => void) => Promise<Page>;
  /** Errors of all pages so far. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

const built = join(root, "demo-dist");

/** What the site is made of. */
const sources = ["demo", "src", "shaders", "vite.config.ts"];

/** When the newest file at a path, or below it, was written. */
function newest(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

async function build(): Promise<void> {
  const written = Math.max(...sources.map((name) => newest(join(root, name))));
  if (existsSync(join(built, "index.html")) && statSync(join(built, "index.html")).mtimeMs > written) return;
  if (!(await buildDemo())) throw new Error("The site was not built.");
}

/** Builds the site if anything in it is newer than what was built, and serves it. */
export async function openSite(): Promise<Site> {
  await build();
  const server = await serve(built);
  const browser = await puppeteer.launch(await findBrowser());
  const complaints: string[] = [];
  const open = async (name: string, device?: "noDevice", before?: () => void) => {
    const page = await browser.newPage();
    if (device) {
      await page.evaluateOnNewDocument(() => Object.defineProperty(navigator, "gpu", { value: undefined }));
    }
    if (before) await page.evaluateOnNewDocument(before);
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(new URL(name.replace(/\?|$/, ".html$&"), server.address).href);
    return page;
  };
  const close = async () => {
    await browser.close();
    server.close();
  };
  return { open, complaints, close };
}
