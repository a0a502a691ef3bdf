/** The page of adversarial losses: five games are played, and what is said of them is true of the scores shown. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { games } from "../../demo/model/adversarial/games.js";
import { shapes } from "../../demo/model/adversarial/shapes.js";
import { evaluate } from "../../src/reference/index.js";
import { openSite, type Site } from "./site.js";

describe("the page of adversarial losses", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("adversarial?rounds=3");
    await page.waitForSelector(".badge.on");
  });

  afterAll(() => site?.close());

  /** What is shown of each game. */
  const shown = () =>
    page.$$eval("[data-game]", (all) =>
      all.map((one) => {
        const { game, ...numbers } = (one as HTMLElement).dataset;
        const said = Object.entries(numbers).map(([name, text]) => [name, Number(text)]);
        return { game, ...Object.fromEntries(said) } as { game: string } & Record<string, number>;
      }),
    );

  /** Fakes with their scores and the scores of reals, for each game, as the page tells them. */
  async function told(): Promise<{ fakes: [number, number][]; fake: number[]; real: number[] }[]> {
    const report = (await page.$eval(".report pre", ({ textContent }) => textContent)) ?? "";
    const sections = report.split("\n\n").slice(1);
    return sections.map((section) => {
      const lines = section.split("\n").filter((line) => /^\d/.test(line));
      const rows = lines.map((line) => line.split(/\s+/).map(Number));
      return {
        fakes: rows.map((row): [number, number] => [row[1]!, row[2]!]),
        fake: rows.map((row) => row[3]!),
        real: rows.map((row) => row[4]!),
      };
    });
  }

  it("shows recorded games before any is played: most places are covered", async () => {
    const all = await shown();
    expect(all.map(({ game }) => game)).toEqual(games.map(({ name }) => name));
    expect(all.filter(({ covered }) => (covered ?? 0) >= 5).length).toBeGreaterThanOrEqual(3);
  });

  it("plays all five at once, and fakes move", async () => {
    const before = await told();
    await page.click(".run button");
    await page.waitForSelector("[data-status=done][data-round='3']");
    expect((await told())[0]!.fakes).not.toEqual(before[0]!.fakes);
    const label = await page.$eval("[data-game=hingeGan] canvas", ({ ariaLabel }) => ariaLabel);
    expect(label).toMatch(/^hingeGan: 128 fakes among 128 real points; [\d.]+\s% of them/);
    const curves = await page.$eval("[data-game=hingeGan] .plot", ({ ariaLabel }) => ariaLabel);
    expect(curves).toMatch(/now: discriminator \S+, generator \S+$/);
  });

  it("shows the reference's losses and slopes of the scores it shows", async () => {
    const [all, scores] = [await shown(), await told()];
    for (const [i, { name, discriminator, generator }] of games.entries()) {
      const { fake, real } = scores[i]!;
      expect(fake).toHaveLength(128);
      const judged = evaluate(discriminator(), { real, fake }, { gradients: false });
      const deceived = evaluate(generator(), { fake });
      const push = [...deceived.gradients.fake!].reduce((sum, slope) => sum + Math.abs(slope), 0);
      expect(all[i]!.discriminator, name).toBeCloseTo(judged.loss, 4);
      expect(all[i]!.generator, name).toBeCloseTo(deceived.loss, 4);
      expect(all[i]!.push, name).toBeCloseTo(push, 4);
    }
  });

  it("counts the fakes near a place", async () => {
    const [all, scores] = [await shown(), await told()];
    const { places, deviation } = shapes.ring;
    for (const [i, { fakes }] of scores.entries()) {
      const near = fakes.filter(([x, y]) =>
        [0, 1, 2, 3, 4, 5, 6, 7].some(
          (k) => Math.hypot(x - places[2 * k]!, y - places[2 * k + 1]!) <= 3 * deviation,
        ),
      );
      expect(all[i]!.near).toBeCloseTo(near.length / fakes.length, 2);
    }
  });

  it("begins another game, and stops when told to, by keyboard too", async () => {
    await page.click(".presets ::-p-text(A head start)");
    expect(await page.$eval(".presets + p", ({ textContent }) => textContent)).toContain(
      "learn alone for 160",
    );
    await page.focus(".run button");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=stopped]");
  });

  it("shows the recording where there is no WebGPU, and says so", async () => {
    const bare = await site.open("adversarial", "noDevice");
    await bare.waitForSelector(".missing[role=alert]");
    expect(await bare.$$eval(".run", ({ length }) => length)).toBe(0);
    expect(await bare.$$eval("[data-game]", ({ length }) => length)).toBe(games.length);
    await bare.close();
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
