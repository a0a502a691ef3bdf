/** What a first visit weighs: the scripts that the overview asks for before its first curve is there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../setup/tree.js";
import { openSite, type Site } from "./site.js";

/** Of issue 6. */
const most = 150_000;

/** Notes when the first curve stands, before anything that follows it is asked for. */
function watch() {
  const seen = new MutationObserver(() => {
    if (!document.querySelector("figure[data-curve] canvas")) return;
    performance.mark("first curve");
    seen.disconnect();
  });
  seen.observe(document, { subtree: true, childList: true, attributeFilter: ["data-curve"] });
}

interface Visit {
  readonly milliseconds: number;
  /** Scripts asked for before the curve, and after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function visitOf(page: Page): Promise<Visit> {
  return page.evaluate(() => {
    const [{ startTime: milliseconds } = { startTime: 0 }] = performance.getEntriesByName("first curve");
    const scripts = performance.getEntriesByType("resource").filter(({ name }) => /\.m?js$/.test(name));
    const names = (chosen: readonly PerformanceEntry[]) => [...new Set(chosen.map(({ name }) => name))];
    return {
      milliseconds,
      before: names(scripts.filter(({ startTime }) => startTime <= milliseconds)),
      after: names(scripts.filter(({ startTime }) => startTime > milliseconds)),
    };
  });
}

const packed = (address: string) =>
  gzipSync(readFileSync(join(root, "demo-dist", new URL(address).pathname)), { level: 9 }).length;

const sum = (addresses: readonly string[]) => addresses.reduce((total, one) => total + packed(one), 0);

describe("the first page", () => {
  let site: Site;
  let visit: Visit;

  beforeAll(async () => {
    site = await openSite();
    const page = await site.open("index", undefined, watch);
    await page.waitForSelector("figure[data-difference]");
    await page.waitForSelector("[data-settled]");
    visit = await visitOf(page);
  });

  afterAll(() => site?.close());

  it("draws a curve with 150 kB of script at most, packed", () => {
    const kilobytes = Math.round(sum(visit.before) / 1000);
    console.log(`first curve after ${Math.round(visit.milliseconds)} ms and ${kilobytes} kB of script`);
    expect(visit.before.length).toBeGreaterThan(0);
    expect(sum(visit.before)).toBeLessThanOrEqual(most);
  });

  it("fetches the rest when the curve is there", () => {
    expect(visit.after.length).toBeGreaterThan(0);
  });

  it("draws by the reference where there is no WebGPU, and says so", async () => {
    const bare = await site.open("index", "noDevice");
    await bare.waitForSelector(".missing");
    await bare.waitForSelector("figure[data-curve=huber]:not([data-difference])");
    await bare.waitForFunction(() => document.querySelector(".result")?.textContent?.includes("0.375"));
    await bare.waitForSelector("[data-settled]");
    await bare.close();
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
