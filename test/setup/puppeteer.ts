/** Lets Vitest's browser mode drive the browser through puppeteer, which Vitest has no provider for. */
import { defineBrowserProvider } from "@vitest/browser";
import puppeteer, { type Browser, type LaunchOptions, type Page } from "puppeteer";

class PuppeteerProvider {
  readonly name = "puppeteer";
  readonly supportsParallelism = false;
  readonly initScripts: string[] = [];
  readonly #launch: () => Promise<LaunchOptions>;
  readonly #pages = new Map<string, Page>();
  #browser: Browser | undefined;

  constructor(launch: () => Promise<LaunchOptions>) {
    this.#launch = launch;
  }

  getCommandsContext(sessionId: string) {
    return { page: this.#pages.get(sessionId) };
  }

  async openPage(sessionId: string, url: string) {
    this.#browser ??= await puppeteer.launch(await this.#launch());
    const page = await this.#browser.newPage();
    page.on("error", (error) => console.error(`The page crashed: ${error.message}`));
    this.#pages.set(sessionId, page);
    // It stands when its scripts do, some of which are made first; how long that may take says Vitest's `connectTimeout`.
    await page.goto(url, { timeout: 0 });
  }

  async close() {
    await this.#browser?.close();
  }
}

/** `launch` is asked only when a page is wanted: finding a browser may unpack or install one. */
export function puppeteerProvider(launch: () => Promise<LaunchOptions>) {
  return defineBrowserProvider({
    name: "puppeteer",
    supportedBrowser: ["chrome"],
    options: {},
    providerFactory: () => new PuppeteerProvider(launch),
  });
}
