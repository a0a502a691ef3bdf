/** How one gets from page to page: by the columns above, on a phone behind a button, and from the overview. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pages } from "../../demo/site.js";
import { fits, openSite, type Site } from "./site.js";

describe("the navigation", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("index");
    await page.setViewport({ width: 1200, height: 800 });
  });

  afterAll(() => site?.close());

  const shown = () => page.$$eval(".site li a", (all) => all.filter((one) => one.checkVisibility()).length);

  it("has every page, and says which one this is", async () => {
    const links = await page.$$eval(".site li a", (all) => all.map((one) => one.getAttribute("href")));
    const wanted = [...pages.map(({ name }) => `./${name}.html`), "./api/index.html"];
    expect(links.toSorted()).toEqual(wanted.sort());
    expect(await page.$eval(".site [aria-current=page]", (one) => one.textContent)).toBe("Overview");
    expect(await shown()).toBe(links.length);
    await fits(page, 1200);
  });

  it("opens and closes by keyboard on a phone", async () => {
    await page.setViewport({ width: 360, height: 740 });
    expect(await shown()).toBe(0);
    await page.focus(".site button");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".site button[aria-expanded=true]");
    expect(await shown()).toBe(pages.length + 1);
    await fits(page, 360);
    await page.keyboard.press("Escape");
    await page.waitForSelector(".site button[aria-expanded=false]");
    expect(await shown()).toBe(0);
  });

  it("is offered by the overview, with a sentence for each page", async () => {
    const offers = await page.$$eval(".offers li", (all) =>
      all.map((one) => [one.querySelector("a")?.getAttribute("href"), one.querySelector("p")?.textContent]),
    );
    const others = pages.filter(({ name }) => name !== "index");
    expect(offers.map(([href]) => href).sort()).toEqual(others.map(({ name }) => `./${name}.html`).sort());
    for (const [, sentence] of offers) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
