/** The page that checks the visitor's device: some of it, all of it until it is stopped, and nothing without a GPU. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reportOf } from "../../demo/parts/check/reportOf.js";
import { nonSaturatingGan } from "../../src/index.js";
import { openSite, type Site } from "./site.js";

describe("the page that checks the device", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("check");
    await page.waitForSelector(".badge.on");
  });

  afterAll(async () => {
    await site?.close();
  });

  const names = () =>
    page.$$eval(".checked tbody th", (cells) => cells.map(({ textContent }) => textContent));

  it("lists every loss and every metric beforehand", async () => {
    const listed = (await names()).map((name) => name?.replaceAll("\u200b", ""));
    expect(listed).toEqual(
      expect.arrayContaining(["mse", "ctc", nonSaturatingGan.generator.info.name, "rocAuc"]),
    );
    expect(await page.$$("[data-checked]")).toHaveLength(0);
  });

  it("checks those that are asked for, and tells by how much they are off", async () => {
    await page.type("input[type=search]", "huber");
    expect(await names()).toEqual(["huber", "pseudo\u200bHuber"]);
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=done]");
    const verdict = await page.$eval("[data-wrong]", (element) => (element as HTMLElement).dataset.wrong);
    expect(verdict).toBe("0");
    const cells = await page.$$eval("[data-checked=huber][data-ok=true] td", (all) =>
      all.map(({ textContent }) => textContent),
    );
    expect(cells).toEqual([
      expect.stringContaining("10⁻"),
      expect.stringContaining("10⁻"),
      expect.stringMatching(/%$/),
    ]);
  });

  it("gives a report for the clipboard: device, browser, version, every number", async () => {
    await page.evaluate(() => {
      const writeText = async (text: string) => void Object.assign(window, { copied: text });
      Object.defineProperty(navigator, "clipboard", { value: { writeText } });
    });
    await page.click(".report button");
    await page.waitForFunction(
      () => document.querySelector(".report [role=status]")?.textContent === "copied",
    );
    const text = await page.evaluate(() => (window as unknown as { copied: string }).copied);
    expect(text).toMatch(/^fusedloss \d+\.\d+\.\d+, GPU against the float64 reference\n2 of 2 within/);
    expect(text).toMatch(/adapter: \S+.*\nbrowser: Mozilla.*\nfeatures: .*\nmaxBufferSize: \d+/);
    expect(text).toMatch(/huber +ok +\d\S* +\d+\.\d %/);
  });

  it("puts what is wrong first, with its error", () => {
    const distance = { difference: 0.25, error: 0.5, share: 3 };
    const text = reportOf({
      status: "done",
      names: ["mse", "huber", "ctc"],
      rows: [
        { name: "mse", ok: true, checked: { name: "mse", ok: true, value: { ...distance, share: 0.5 } } },
        { name: "huber", ok: false, checked: { name: "huber", ok: false, value: distance } },
        { name: "ctc", ok: false, reason: "ShaderError: line 3" },
      ],
      device: undefined,
      seconds: 1,
      reason: undefined,
    });
    expect(text.split("\n").slice(1)).toEqual([
      "1 of 3 within the tolerance, 3 asked for, in 1.0 s",
      "",
      "ctc: ShaderError: line 3",
      expect.stringContaining("value off by"),
      expect.stringMatching(/^huber +NOT OK +2\.5e-1 +300\.0 %$/),
      "ctc    NOT OK",
      expect.stringMatching(/^mse +ok/),
    ]);
  });

  it("begins with all of them, and stops when told to", async () => {
    await page.$eval("input[type=search]", (input) => {
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.click("button[type=submit]");
    await page.waitForSelector("[data-checked]");
    expect(await page.$eval("[role=status]", ({ textContent }) => textContent)).toMatch(/of \d\d, now \w+/);
    await page.focus("button[type=submit]");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=stopped]");
  });

  it("says what to do where there is no WebGPU", async () => {
    const bare = await site.open("check", "noDevice");
    await bare.waitForSelector(".missing[role=alert]");
    expect(await bare.$eval("button[type=submit]", (button) => (button as HTMLButtonElement).disabled)).toBe(
      true,
    );
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
