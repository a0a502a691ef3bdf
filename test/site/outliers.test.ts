/** The page of outliers: points are dragged by mouse, finger and keys, and the lines shown are the best ones. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distanceBetween, type Line } from "../../demo/model/lines/line.js";
import { type FitSettings, usual } from "../../demo/model/lines/lineFits.js";
import { type Cloud, withoutOutliers, withPointAt } from "../../demo/model/outliers/cloud.js";
import { ofFlights, tenTooHigh, wrongSign } from "../../demo/model/outliers/clouds.js";
import { type Axes, presets } from "../../demo/model/outliers/presets.js";
import type { Points } from "../../demo/training/data.js";
import { bestLines } from "../demo/bestLines.js";
import { root } from "../setup/tree.js";
import { fits, openSite, type Site } from "./site.js";

interface Shown extends Line {
  readonly name: string;
  readonly moved: number;
}

describe("the page of outliers", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("outliers");
    await page.setViewport({ width: 1200, height: 1000 });
    await page.waitForSelector(".badge.on");
    await page.waitForSelector("[data-settled=true]");
  });

  afterAll(() => site?.close());

  /** The lines in the table, once they have settled after what has just been done. */
  async function settled(on = page): Promise<readonly Shown[]> {
    await on.waitForSelector("[data-settled=true]");
    return on.$$eval("[data-line]", (rows) =>
      rows.map((row) => {
        const { line = "", slope, intercept, moved } = (row as HTMLElement).dataset;
        return {
          name: line,
          slope: Number(slope),
          intercept: Number(intercept),
          moved: Number(moved),
        };
      }),
    );
  }

  /** The lines must be those that the float64 reference finds, and have moved as far as those. */
  function judge(
    shown: readonly Shown[],
    points: Points,
    near: Points,
    { axes = presets[0], settings = usual }: { axes?: Axes; settings?: FitSettings } = {},
  ): void {
    const { range } = axes.x;
    const spread = axes.y.range[1] - axes.y.range[0];
    const [best, alone] = [bestLines(points, settings), bestLines(near, settings)];
    expect(shown).toHaveLength(5);
    for (const [i, line] of shown.entries()) {
      expect(distanceBetween(line, best[i] as Line, range), line.name).toBeLessThan(1e-3 * spread);
      const moved = distanceBetween(best[i] as Line, alone[i] as Line, range);
      expect(Math.abs(line.moved - moved), line.name).toBeLessThan(1e-3 * spread);
    }
  }

  /** Where in the window a place of the plot is. */
  async function placeOf(x: number, y: number, { x: across, y: up }: Axes = presets[0]) {
    const box = await (await page.$(".u-over"))!.boundingBox();
    const share = (at: number, [low, high]: readonly [number, number]) => (at - low) / (high - low);
    return {
      x: box!.x + share(x, across.range) * box!.width,
      y: box!.y + (1 - share(y, up.range)) * box!.height,
    };
  }

  /** The chosen point: where it says it is. */
  const chosen = () =>
    page.$eval(".handle", (handle) => {
      const { x, y } = (handle as HTMLElement).dataset;
      return { x: Number(x), y: Number(y), text: handle.getAttribute("aria-valuetext") };
    });

  const press = (title: string) => page.click(`.presets ::-p-text(${title})`);
  const seen = () => page.$eval(".seen", ({ textContent }) => textContent);
  const putBack = () => page.click("button ::-p-text(Put the points back)");
  const original = wrongSign();
  const near = withoutOutliers(original);

  it("begins with one wrong sign, and says whose line follows it", async () => {
    const shown = await settled();
    judge(shown, original, near);
    expect(shown.map(({ name }) => name)).toEqual(["mse", "huber", "logCosh", "mae", "quantile 0.9"]);
    expect(await seen()).toMatch(
      /^The line of mse has moved most, by up to 4\.51; that of \S.* not at all\.$/,
    );
    const label = await page.$eval(".plot", (plot) => plot.ariaLabel);
    expect(label).toMatch(/^12 points, 1 of them outliers, .*mse 1\.75, huber 3\.17/);
  });

  it("lets a mouse drag any point, and refits its lines", async () => {
    const [x, y] = [original.x[6] as number, original.y[6] as number];
    const [from, to] = [await placeOf(x, y), await placeOf(1, 14)];
    await page.mouse.move(from.x + 3, from.y - 3);
    await page.mouse.down();
    for (const share of [0.3, 0.6, 1]) {
      await page.mouse.move(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y));
    }
    await page.mouse.up();
    const at = await chosen();
    expect(at.x).toBeCloseTo(1, 1);
    expect(at.y).toBeCloseTo(14, 0);
    expect(at.text).toMatch(/^point 7 of 12: x /);
    judge(await settled(), withPointAt(original, 6, at.x, at.y), near);
    // What is let go of stays.
    await page.mouse.move(from.x, from.y);
    expect(await chosen()).toEqual(at);
    await putBack();
    judge(await settled(), original, near);
  });

  it("lets a finger drag a point, and does not scroll then", async () => {
    const [from, to] = [
      await placeOf(original.x[10] as number, original.y[10] as number),
      await placeOf(2, 10),
    ];
    const scrolled = () => page.evaluate(() => scrollY);
    const before = await scrolled();
    await page.touchscreen.touchStart(from.x, from.y);
    await page.touchscreen.touchMove((from.x + to.x) / 2, (from.y + to.y) / 2);
    await page.touchscreen.touchMove(to.x, to.y);
    await page.touchscreen.touchEnd();
    const at = await chosen();
    expect(at.x).toBeCloseTo(2, 1);
    expect(await scrolled()).toBe(before);
    judge(await settled(), withPointAt(original, 10, at.x, at.y), near);
    await putBack();
  });

  it("is moved by keys: another point is chosen, and goes where the arrows point", async () => {
    await page.focus(".handle");
    await page.keyboard.press("Home");
    expect((await chosen()).text).toMatch(/^point 1 of 12/);
    await page.keyboard.press("PageDown");
    await page.keyboard.down("Shift");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.up("Shift");
    await page.keyboard.press("ArrowRight");
    const at = await chosen();
    expect(at.text).toMatch(/^point 2 of 12/);
    expect(at.x).toBeCloseTo((original.x[1] as number) + 0.04, 4);
    expect(at.y).toBeCloseTo((original.y[1] as number) + 6.4, 4);
    judge(await settled(), withPointAt(original, 1, at.x, at.y), near);
    await putBack();
  });

  it("has two hundred points with ten outliers, and obeys the sliders", async () => {
    await press("200 points");
    const cloud = tenTooHigh();
    const axes = presets[1];
    judge(await settled(), cloud, withoutOutliers(cloud), { axes });
    expect(await seen()).toMatch(
      /^The line of mse has moved most, by up to 8\.24; that of mae least, by 0\.18\./,
    );
    const set = async (name: string, value: number) => {
      const label = await page.$(`label ::-p-text(${name})`);
      const input = await label!.evaluateHandle(
        (one) => (one as HTMLLabelElement).control as HTMLInputElement,
      );
      await input.evaluate((slider, to) => {
        slider.value = String(to);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }, value);
    };
    await set("delta", 1);
    await set("level", 0.5);
    const settings = { delta: 10, q: 0.5 };
    const shown = await settled();
    expect(shown.at(-1)?.name).toBe("quantile 0.5");
    judge(shown, cloud, withoutOutliers(cloud), { axes, settings });
    await set("delta", 0);
    await set("level", 0.9);
  });

  it("has real flights, whose tail lifts the line of mse", async () => {
    await press("Flight delays");
    await page.waitForFunction(() =>
      document.querySelector(".plot")?.ariaLabel?.startsWith("500 points, 20"),
    );
    const file = join(root, "node_modules/vega-datasets/data/flights-2k.json");
    const cloud: Cloud = ofFlights(JSON.parse(readFileSync(file, "utf8")));
    const shown = await settled();
    judge(shown, cloud, withoutOutliers(cloud), { axes: presets[2] });
    expect(shown[0]!.moved).toBeGreaterThan(3 * shown[1]!.moved);
  });

  it("fits by the reference where there is no WebGPU, and says so", async () => {
    const bare = await site.open("outliers", "noDevice");
    await bare.waitForSelector(".missing[role=alert]");
    judge(await settled(bare), original, near);
    expect(await bare.$eval("figcaption", ({ textContent }) => textContent)).toContain(
      "the reference, on the CPU",
    );
    await bare.close();
  });

  it("fits a phone", async () => {
    await page.setViewport({ width: 400, height: 800 });
    await fits(page, 400);
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
