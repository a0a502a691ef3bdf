/** The reference of losses: found by any name, moved by sliders, kept by the address, and run on the device. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pages } from "../../demo/model/shelves.js";
import { fits, openSite, type Site } from "./site.js";

describe("the page of losses", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("losses");
    await page.waitForSelector("figure[data-difference]");
  });

  afterAll(async () => {
    await site?.close();
  });

  /** Goes to an address of the page, and answers how far the GPU's curve is from the reference's. */
  async function visit(hash: string): Promise<number> {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    return shown(hash.replace(/^#\/|\?.*/g, ""));
  }

  async function shown(name: string): Promise<number> {
    const figure = await page.waitForSelector(`figure[data-curve="${name}"][data-difference]`);
    return Number(await figure?.evaluate((element) => (element as HTMLElement).dataset.difference));
  }

  const hash = () => page.evaluate(() => location.hash);
  const text = (selector: string) => page.$eval(selector, (element) => element.textContent ?? "");
  /** The page is drawn a moment after its address has changed. */
  const says = (selector: string, words: string) =>
    page.waitForFunction(
      (at, wanted) => document.querySelector(at)?.textContent?.includes(wanted),
      {},
      selector,
      words,
    );
  const found = () => page.$$eval(".shelf a", (all) => all.map((one) => one.getAttribute("href")));

  async function search(words: string): Promise<void> {
    await page.click(".shelf input", { count: 3 });
    await page.keyboard.type(words);
  }

  it("lists every loss, both halves of a GAN and what is made of losses", async () => {
    const all = await found();
    expect(all.toSorted()).toEqual(pages.map(({ name }) => `#/${name}`).sort());
    expect(all).toEqual(expect.arrayContaining(["#/hingeGan.generator", "#/ctc", "#/weightedSum"]));
  });

  it("tells what a loss takes, what it is called elsewhere, and its rule at a kink", async () => {
    expect(await visit("#/quantile?q=0.9")).toBeLessThan(1e-6);
    const words = await text("article");
    for (const told of ["the gradient is 0 where the two are equal", "a number in [0, 1]", "Koenker"])
      expect(words).toContain(told);
    await visit("#/huber");
    expect(await text("article")).toContain("torch.nn.HuberLoss");
    expect(await page.title()).toContain("huber");
  });

  it.each(["softF1", "pairwiseAuc", "ctc", "weightedSum"])("draws %s as the reference does", async (name) => {
    expect(await visit(`#/${name}`)).toBeLessThan(1e-5);
  });

  it("keeps a parameter in the address and in the program", async () => {
    await visit("#/huber?delta=1");
    await page.focus("main input[type=range]");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => location.hash !== "#/huber?delta=1");
    const [, delta = ""] = (await hash()).match(/^#\/huber\?delta=(.*)$/) ?? [];
    expect(Number(delta)).toBeGreaterThan(1);
    await says("pre.program", `huber({ delta: ${delta} })`);
    await visit("#/mse");
    await page.goBack();
    await shown("huber");
    expect(await hash()).toBe(`#/huber?delta=${delta}`);
    const shownDelta = String(Number(Number(delta).toFixed(3)));
    await says("main output", shownDelta);
    expect(await text("main output")).toBe(shownDelta);
  });

  it("goes where it is told to, though it is about to write where it was", async () => {
    await visit("#/huber");
    await page.focus("main input[type=range]");
    await page.keyboard.press("ArrowRight");
    // The time to write comes while the page is busy, and with it the wish to go elsewhere.
    await page.evaluate(async () => {
      await new Promise((done) => setTimeout(done, 100));
      setTimeout(() => {
        const begun = performance.now();
        while (performance.now() - begun < 400);
      });
    });
    await page.evaluate(() => {
      location.hash = "#/mse";
    });
    await shown("mse");
    expect(await hash()).toBe("#/mse");
  });

  it("runs the program on the device, as the reference would", async () => {
    await visit("#/mse");
    await page.click("article button.action");
    await page.waitForSelector("[data-run=done]");
    // The mean of 0.04, 0.16, 0.01 and 0.64.
    expect(await text(".result")).toMatch(/loss +0\.2125\n/);
    expect(await text("[data-run]")).toMatch(/this device’s GPU.*(equal|at most)/);
  });

  it("finds a loss by another library’s name, by keyboard alone", async () => {
    await page.focus("main");
    await page.keyboard.press("/");
    await page.keyboard.type("BCEWithLogits");
    await page.keyboard.press("Enter");
    await shown("binaryCrossEntropyWithLogits");
    await search("rank");
    const listed = await found();
    expect(listed).toEqual(expect.arrayContaining(["#/marginRanking", "#/rankingSoftmax"]));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await shown((listed[1] ?? "").slice(2));
  });

  it("says what is near a name that is none", async () => {
    await page.evaluate(() => {
      location.hash = "#/hubber";
    });
    await page.waitForSelector(".near");
    expect(await text("main")).toContain("There is no loss “hubber”");
    await page.click('.near a[href="#/huber"]');
    await shown("huber");
  });

  it.each([
    ["delta=-1", "a finite number > 0"],
    ["detla=2", 'did you mean "delta"?'],
  ])("hands on what a loss says of %s", async (query, said) => {
    await page.evaluate((to) => {
      location.hash = to;
    }, `#/huber?${query}`);
    const refused = await page.waitForSelector(".refused");
    expect(await refused?.evaluate((element) => element.textContent)).toContain(said);
    await page.click(".refused a");
    await shown("huber");
  });

  it("fits a phone", async () => {
    await page.setViewport({ width: 360, height: 740 });
    await visit("#/softmaxCrossEntropy");
    await fits(page, 360);
  });

  it("is drawn by the reference where there is no GPU", async () => {
    const bare = await site.open("losses");
    await bare.evaluateOnNewDocument(() => {
      Object.defineProperty(navigator, "gpu", { value: undefined });
    });
    await bare.reload();
    await bare.waitForSelector(".missing");
    await bare.waitForSelector("figure[data-curve]");
    await bare.click("article button.action");
    await bare.waitForSelector("[data-run=done]");
    expect(await bare.$eval("[data-run]", (run) => run.textContent)).toContain("float64 reference");
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
