/** The benchmark page: a row that was checked and timed, a report of it, a stop, and the plain loop without a GPU. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, pressAt, type Site } from "./site.js";

describe("the benchmark page", () => {
  let site: Site;
  let page: Page;
  const scripts: string[] = [];

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("benchmark");
    page.on("request", (request) => scripts.push(request.url()));
    await page.waitForSelector(".badge.on");
  });

  afterAll(async () => {
    await site?.close();
  });

  it("times a loss beside a copy and a plain loop, and stops when told to", async () => {
    await page.select("select", "small");
    await pressAt(page, "[data-row]", ".run button");
    await page.click(".run button");
    await page.waitForSelector("[data-status=stopped]");
    const ratio = await page.$eval("[data-row]", (row) => Number((row as HTMLElement).dataset.ratio));
    expect(ratio).toBeGreaterThan(0);
    const label = await page.$eval(".bars", ({ ariaLabel }) => ariaLabel);
    expect(label).toMatch(/^Time for loss and gradient of mse 2\^16: fusedloss [\d.e+-]+\sms, plain JS/);
  });

  it("gives the table as text, with the device", async () => {
    const text = await page.$eval(".report pre", ({ textContent }) => textContent);
    expect(text).toMatch(/^fusedloss \d+\.\d+\.\d+: loss and gradient/);
    expect(text).toMatch(/adapter: \S+/);
    expect(text).toMatch(/copy ÷ fusedloss.*plain JS ÷ fusedloss\nmse 2\^16 +[\d.]+ \([\d.]+–[\d.]+\)/);
  });

  it("loads no TensorFlow.js that nobody asked for", () => {
    expect(scripts.filter((url) => url.includes("tensorflow"))).toEqual([]);
  });

  it("times the plain loop alone where there is no WebGPU", async () => {
    const bare = await site.open("benchmark", "noDevice");
    await bare.waitForSelector(".missing[role=alert]");
    expect(await bare.$$eval(".run button", (all) => all.map((one) => one.disabled))).toEqual([false, true]);
    await bare.select("select", "small");
    await bare.click(".run button");
    await bare.waitForSelector("[data-row]");
    const label = await bare.$eval(".bars", ({ ariaLabel }) => ariaLabel);
    expect(label).toMatch(/mse 2\^16: plain JS [\d.e+-]+\sms$/);
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
