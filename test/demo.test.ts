/** The built page in a browser: every loss has its curve, and one outlier bends MSE but not Huber. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, pressAt, type Site } from "./site/site.js";

describe("the demo page", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("index");
    await page.waitForSelector("figure[data-difference]");
    // What is fetched once the first curve stands.
    await page.waitForSelector("#loss optgroup");
    await page.waitForSelector("[data-settled]");
  });

  afterAll(() => site?.close());

  /** Chooses a loss and answers how far its curve is from the reference, once it is drawn. */
  async function differenceOf(name: string): Promise<number> {
    await page.select("#loss", name);
    const figure = await page.waitForSelector(`figure[data-curve="${name}"][data-difference]`);
    return Number(await figure?.evaluate((element) => (element as HTMLElement).dataset.difference));
  }

  /** The slopes of the fitted lines with the outlier at this height. */
  async function slopesWithOutlierAt(y: number) {
    await page.evaluate((height) => {
      const label = [...document.querySelectorAll("label")].find((one) => one.textContent === "outlier’s y");
      const slider = document.getElementById(label?.htmlFor ?? "") as HTMLInputElement;
      slider.value = String(height);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }, y);
    await page.waitForSelector("[data-settled=true]");
    return page.$$eval("[data-line]", (rows) =>
      Object.fromEntries(
        rows.map((row) => [(row as HTMLElement).dataset.line, Number((row as HTMLElement).dataset.slope)]),
      ),
    );
  }

  it("runs on a GPU and says on which", async () => {
    expect(await page.$eval(".badge", (badge) => badge.textContent)).toMatch(/^running on \S+/);
    expect(await page.$(".missing")).toBeNull();
  });

  it("draws every loss of the drop-down as the reference does", async () => {
    const names = await page.$$eval("#loss option", (options) => options.map(({ value }) => value));
    expect(names).toEqual(
      expect.arrayContaining(["mse", "huber", "softmaxCrossEntropy", "hingeGan.discriminator"]),
    );
    const differences: [string, number][] = [];
    for (const name of names) differences.push([name, await differenceOf(name)]);
    expect(differences.filter(([, difference]) => !(difference < 1e-5))).toEqual([]);
  });

  it("puts ink on the canvas, and a formula above it", async () => {
    await differenceOf("huber");
    const ink = await page.$eval("figure canvas", (element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      let coloured = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(i, i + 4);
        if (alpha > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) coloured++;
      }
      return coloured;
    });
    expect(ink).toBeGreaterThan(1000);
    expect(
      await page.$eval(".formula", (formula) => formula.querySelectorAll("math mi").length),
    ).toBeGreaterThan(3);
  });

  it("draws anew when a parameter moves", async () => {
    const before = await page.$eval("figure canvas", (canvas) => (canvas as HTMLCanvasElement).toDataURL());
    await page.focus("main input[type=range]");
    await page.keyboard.press("ArrowRight");
    expect(await page.$eval("main output", (output) => output.textContent)).not.toBe("1");
    await page.waitForFunction(
      (old) => document.querySelector<HTMLCanvasElement>("figure canvas")?.toDataURL() !== old,
      {},
      before,
    );
  });

  it("bends mse with the outlier, and hardly huber", async () => {
    const low = await slopesWithOutlierAt(-16);
    const high = await slopesWithOutlierAt(14);
    const turnOf = (name: string) => Math.abs(Number(high[name]) - Number(low[name]));
    expect(turnOf("mse")).toBeGreaterThan(1);
    for (const name of ["huber", "logCosh", "mae"]) expect(turnOf(name), name).toBeLessThan(0.3);
    // One point in two hundred is not nothing to a line that has one in ten above it.
    expect(turnOf("quantile 0.9")).toBeLessThan(turnOf("mse") / 2);
  });

  it("fetches the flights and begins to fit them, until it is stopped", async () => {
    await pressAt(page, "[data-fit]:not([data-value='0'])", "button.action");
    await page.click("button.action");
    await page.waitForSelector("[data-flights=stopped]");
    const fitted = await page.$$eval("[data-fit]", (rows) =>
      rows.map((row) => Number((row as HTMLElement).dataset.value)),
    );
    expect(fitted).toHaveLength(5);
    expect(fitted).not.toContain(0);
  });

  describe("of training", () => {
    /** A number that a lesson tells once it has ended. */
    const told = (lesson: string, of: string, key: string) =>
      page.$eval(
        `[data-lesson=${lesson}] ${of}`,
        (element, name) => Number((element as HTMLElement).dataset[name]),
        key,
      );
    async function train(lesson: string): Promise<void> {
      await page.click(`[data-lesson=${lesson}] button`);
      await page.waitForSelector(`[data-lesson=${lesson}][data-status=done]`);
    }

    beforeAll(async () => {
      page = await site.open("training");
    });

    it("fits lines: outliers turn that of mse, and not that of huber", async () => {
      await train("line");
      expect(await told("line", "[data-fit=mse]", "slope")).toBeGreaterThan(5);
      expect(Math.abs((await told("line", "[data-fit=huber]", "slope")) - 3)).toBeLessThan(0.3);
    });

    it("parts the clouds, by logistic regression and by a support vector machine", async () => {
      await train("clouds");
      expect(await told("clouds", "[data-fit=logistic]", "accuracy")).toBeGreaterThan(0.9);
      expect(await told("clouds", "[data-fit=svm]", "accuracy")).toBeGreaterThan(0.9);
    });

    it("reads nine of ten digits, and says what each weight is for", async () => {
      await train("digits");
      expect(await told("digits", ".score", "accuracy")).toBeGreaterThanOrEqual(0.9);
      const labels = await page.$$eval(".weights canvas", (all) => all.map((one) => one.ariaLabel));
      expect(labels).toHaveLength(10);
      expect(labels[3]).toContain("digit 3: red pixels speak for it");
    });

    it("stops when told to, by keyboard too", async () => {
      const [begun, button] = ["[data-lesson=digits][data-status=working]", "[data-lesson=digits] button"];
      await page.focus(button);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[data-lesson=digits][data-status=stopped]");
      await pressAt(page, `${begun} progress:not([value='0'])`, button);
      await page.keyboard.press("Enter");
      await page.waitForFunction(() =>
        /^stopped at step/.test(
          document.querySelector("[data-lesson=digits] [role=status]")?.textContent ?? "",
        ),
      );
    });
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
