/** The page of embeddings: digits are pulled apart, and the losses shown are those of the points shown. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contenders } from "../../demo/model/embeddings/contenders.js";
import { shownOfDigit } from "../../demo/model/embeddings/look.js";
import { tuplesOf } from "../../demo/model/embeddings/tuples.js";
import { evaluate } from "../../src/reference/index.js";
import { tensor } from "../../src/tensor.js";
import { keepAt, openSite, type Site } from "./site.js";

/** Points of the plane. */
type Points = readonly (readonly [number, number])[];

/** What the preset "Four digits" sets. */
const [digits, settings] = [4, { margin: 1, temperature: 0.3 }];

/** The share of points whose nearest other, where a loss sees it, is of the same digit. */
function accuracyOf(points: Points, labels: ArrayLike<number>, circle: boolean): number {
  const seen = circle
    ? points.map(([x, y]) => [x / Math.hypot(x, y), y / Math.hypot(x, y)] as const)
    : points;
  const right = seen.filter(([x, y], i) => {
    const far = seen.map(([u, v], j) => (i === j ? Number.POSITIVE_INFINITY : Math.hypot(u - x, v - y)));
    return labels[far.indexOf(Math.min(...far))] === labels[i];
  });
  return right.length / points.length;
}

describe("the page of embeddings", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("embeddings?steps=24");
    await page.waitForSelector(".badge.on");
  });

  afterAll(() => site?.close());

  const read = (all: readonly Readonly<Record<string, string | undefined>>[]) =>
    all.map(({ loss, value, accuracy }) => ({ loss, value: Number(value), accuracy: Number(accuracy) }));
  /** What is shown of each loss. */
  const shown = async () =>
    read(await page.$$eval("[data-loss]", (all) => all.map((one) => ({ ...(one as HTMLElement).dataset }))));
  const mean = (all: readonly { accuracy: number }[]) =>
    all.reduce((sum, { accuracy }) => sum + accuracy, 0) / all.length;

  it("shows a recording before anything is trained", async () => {
    const said = await page.$eval("[data-recorded]", ({ textContent }) => textContent);
    expect(said).toContain("Recorded after");
    expect(mean(await shown())).toBeGreaterThan(0.5);
  });

  it("pulls four digits apart by four losses", async () => {
    await page.click(".presets ::-p-text(Four digits)");
    const begun = await keepAt(page, "[data-step='0']", "[data-loss]");
    await page.click(".run button");
    await page.waitForSelector("[data-status=done][data-step='24']");
    const [before, after] = [read(await begun()), await shown()];
    expect(after.map(({ loss }) => loss)).toEqual(["triplet", "contrastive", "supCon", "infoNce"]);
    expect(mean(after) - mean(before)).toBeGreaterThan(0.1);
    expect(after[0]!.accuracy).toBeGreaterThan(0.7);
    for (const [i, { value }] of after.entries()) expect(value).toBeLessThan(before[i]!.value);
    const told = await page.$eval("[data-loss=supCon] canvas", ({ ariaLabel }) => ariaLabel);
    expect(told).toMatch(/^supCon: 96 digits on a circle; [\d.]+\s% have one of their own digit/);
  });

  it("shows the reference's losses of the points it shows, and whose neighbours are alike", async () => {
    const report = (await page.$eval(".report pre", ({ textContent }) => textContent)) ?? "";
    const rows = report
      .split("\n")
      .filter((line) => /^\d/.test(line))
      .map((line) => line.split(/\s+/).map(Number));
    const tuples = tuplesOf(digits, shownOfDigit);
    expect(rows.map(([digit]) => digit)).toEqual([...tuples.labels]);
    const all = await shown();
    for (const [i, contender] of contenders.entries()) {
      const points = rows.map((row): [number, number] => [row[1 + 2 * i]!, row[2 + 2 * i]!]);
      const taken = Object.entries(contender.rowsOf(tuples)).map(([name, which]) => {
        const numbers = Float32Array.from([...which].flatMap((row) => points[row]!));
        return [name, tensor(numbers, [which.length, 2])];
      });
      const inputs = { ...Object.fromEntries(taken), ...contender.toldOf(tuples) };
      const { loss } = evaluate(contender.lossOf(settings), inputs);
      expect(Math.abs(all[i]!.value - loss), contender.name).toBeLessThan(1e-5 * Math.max(1, loss));
      expect(all[i]!.accuracy).toBeCloseTo(accuracyOf(points, tuples.labels, contender.circle), 10);
    }
  });

  it("stops when told to, by keyboard too, and begins again", async () => {
    await page.focus(".run button");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=stopped]");
  });

  it("shows the recording where there is no WebGPU, and says so", async () => {
    const bare = await site.open("embeddings", "noDevice");
    await bare.waitForSelector(".missing[role=alert]");
    expect(await bare.$$eval(".run", ({ length }) => length)).toBe(0);
    const labels = await bare.$$eval(".planes canvas", (all) => all.map(({ ariaLabel }) => ariaLabel));
    expect(labels.map((label) => label?.split(":")[0])).toEqual(contenders.map(({ name }) => name));
    await bare.close();
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
