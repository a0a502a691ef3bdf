/** The page of a classifier: what it shows of a run is what the reference finds in the run's own scores. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accuracy, confusionMatrix, f1, rocAuc, softmaxCrossEntropy, tensor } from "../../src/index.js";
import { evaluate, measure } from "../../src/reference/index.js";
import { fits, openSite, pressAt, type Site } from "./site.js";

/** The scores that the page offers as a file: an 8 is class 1 of two. */
function readScores(text: string) {
  const [header, ...rows] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  expect(header).toEqual(["label", "logit_0", "logit_1"]);
  const labels = Int32Array.from(rows, ([label]) => Number(label));
  const numbers = rows.flatMap(([, ...scores]) => scores.map(Number));
  return { labels, logits: tensor(Float32Array.from(numbers), [rows.length, 2]), numbers };
}

describe("the classifier", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("classifier?steps=80");
    await page.waitForSelector(".badge.on");
  });

  afterAll(() => site?.close());

  const press = (loss: string) => page.click(`[data-loss=${loss}]`);
  const finished = () => page.waitForSelector("[data-status=done]");
  const label = (start: string) => page.$eval(`[role=img][aria-label^="${start}"]`, (plot) => plot.ariaLabel);

  /** Accuracy, F1 and AUC as they are shown, of this run and of the one before. */
  async function shown(which: "value" | "before" = "value"): Promise<Record<string, number>> {
    const rows = await page.$$eval("[data-metric]", (all) =>
      all.map((row) => ({ ...(row as HTMLElement).dataset })),
    );
    return Object.fromEntries(rows.map((row) => [row.metric, Number(row[which])]));
  }

  it("learns by cross entropy, and never finds an 8", async () => {
    await press("crossEntropy");
    await finished();
    const told = await label("The loss of every step");
    // All scores begin as 0, at a loss of log 2.
    expect(Number(told?.match(/now ([\d.]+)$/)?.[1])).toBeLessThan(Math.log(2) / 3);
    const { accuracy, f1 } = await shown();
    expect(accuracy).toBeGreaterThan(0.97);
    expect(f1).toBeLessThan(0.55);
  });

  it("shows what the reference finds in its scores", async () => {
    const text = await page.$eval("a[download]", async (link) =>
      (await fetch((link as HTMLAnchorElement).href)).text(),
    );
    const { labels, logits, numbers } = readScores(text);
    const { accuracy: right, f1: balanced, auc } = await shown();
    expect(right).toBe(measure(accuracy(), { logits, labels }));
    expect(balanced).toBeCloseTo(measure(f1({ average: "macro" }), { logits, labels }) as number, 6);
    const leads = Float64Array.from(labels, (_, row) => numbers[2 * row + 1]! - numbers[2 * row]!);
    expect(auc).toBeCloseTo(
      measure(rocAuc(), { scores: leads, targets: Float64Array.from(labels) }) as number,
      5,
    );
    const counts = await page.$$eval(".confusion td", (cells) =>
      cells.map((cell) => Number((cell as HTMLElement).dataset.count)),
    );
    expect(counts).toEqual([...measure(confusionMatrix({ classes: 2 }), { logits, labels })]);
    const { loss } = evaluate(softmaxCrossEntropy(), { logits, labels }, { reduction: "none" });
    const dearest = [...(loss as unknown as Float64Array)].sort((a, b) => b - a).slice(0, 12);
    const pictures = await page.$$eval(".hardest li", (all) =>
      all.map((one) => Number((one as HTMLElement).dataset.loss)),
    );
    expect(pictures).toHaveLength(12);
    for (const [i, one] of pictures.entries()) expect(one).toBeCloseTo(dearest[i]!, 4);
  });

  it("finds eights by the focal loss, at the same accuracy, and keeps the run before", async () => {
    const first = await shown();
    await press("focal");
    await finished();
    expect(await shown("before")).toEqual(first);
    const second = await shown();
    expect(Math.abs(second.accuracy! - first.accuracy!)).toBeLessThan(0.01);
    expect(second.f1).toBeGreaterThan(first.f1! + 0.08);
    expect(await label("What five losses charge")).toContain("the chosen one, focal");
    expect(await page.$eval(".program", (program) => program.textContent)).toContain(
      "linear(softmaxFocal({ gamma: 2 }))",
    );
  });

  it("trains a network by TensorFlow.js, until it is stopped", async () => {
    await page.click(".presets button:nth-child(2)");
    await page.select("select", "network");
    await pressAt(page, "[data-status=working] [data-ms]", ".run .action");
    await press("hinge");
    await page.waitForSelector("[data-status=stopped]");
    expect(await page.$eval(".run", (run) => run.textContent)).toMatch(/stopped at step \d+ of 80/);
    expect((await shown()).accuracy).toBeGreaterThan(0.5);
  });

  it("fits a phone", async () => {
    await page.setViewport({ width: 360, height: 740 });
    await fits(page, 360);
  });

  it("shows prices by the reference and recorded runs where there is no WebGPU", async () => {
    const bare = await site.open("classifier", "noDevice");
    await bare.waitForSelector(".missing");
    expect(await bare.$eval(".run .action", (button) => (button as HTMLButtonElement).disabled)).toBe(true);
    const told = await bare.$eval("[data-prices] [role=img]", (plot) => plot.ariaLabel);
    // At no lead all ten classes are as likely: log 10.
    expect(told).toContain("at a lead of 0 2.30");
    expect((await bare.$$(".recorded td")).length).toBeGreaterThan(0);
    await bare.close();
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
