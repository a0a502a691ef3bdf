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

/**
 * Milliseconds for which a page is waited for: more than a busy machine takes, and less than a test may, so that the test
 * says what it has waited for.
 */
const patience = 240_000;

const built = join(root, "demo-dist");

/** What the site is made of. */
const sources = ["demo", "src", "shaders", "package-lock.json", "vite.config.ts"];

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
    page.setDefaultTimeout(patience);
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

/**
 * Has the page press a button when it first shows something, from which time on the button stops what runs: a test on a
 * busy machine may hear of that when all is over.
 */
export async function pressAt(page: Page, sight: string, button: string): Promise<void> {
  await page.evaluate(
    (wanted, pressed) => {
      const watch = new MutationObserver(() => {
        if (!document.querySelector(wanted)) return;
        watch.disconnect();
        document.querySelector<HTMLElement>(pressed)?.click();
      });
      watch.observe(document, { subtree: true, childList: true, attributes: true });
    },
    sight,
    button,
  );
}

/** Has the page keep the data of some elements as they are when it first shows something; answers what tells them. */
export async function keepAt(page: Page, sight: string, kept: string) {
  const keeper = await page.evaluateHandle(
    (wanted, elements) => {
      const keeper = { data: [] as Record<string, string | undefined>[] };
      const watch = new MutationObserver(() => {
        if (!document.querySelector(wanted)) return;
        watch.disconnect();
        keeper.data = Array.from(document.querySelectorAll<HTMLElement>(elements), ({ dataset }) => ({
          ...dataset,
        }));
      });
      watch.observe(document, { subtree: true, childList: true, attributes: true });
      return keeper;
    },
    sight,
    kept,
  );
  return () => keeper.evaluate(({ data }) => data);
}

/** Once nothing sticks out of a window of this width: plots follow it a moment later. */
export async function fits(page: Page, width: number): Promise<void> {
  await page.waitForFunction((most) => document.documentElement.scrollWidth <= most, { polling: 100 }, width);
}
