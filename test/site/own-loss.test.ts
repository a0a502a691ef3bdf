/** The page of a loss of one's own: what is typed is drawn, judged, refused with its place, and trained with. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Site } from "./site.js";

describe("your own loss", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("own-loss");
    await page.waitForSelector(".check");
  });

  afterAll(() => site?.close());

  /** Types a body in place of the one that is there. */
  async function write(body: string): Promise<void> {
    await page.$eval(
      ".sheet textarea",
      (element, text) => {
        (element as HTMLTextAreaElement).value = text;
        element.dispatchEvent(new Event("input", { bubbles: true }));
      },
      body,
    );
  }

  const choose = (title: string) => page.click(`.presets ::-p-text(${title})`);

  /** What the gradient check says, once it is of as many corners. */
  async function check(corners: number): Promise<{ largest: number; compared: number }> {
    const said = await page.waitForSelector(`.check[data-corners="${corners}"]`);
    const { largest, compared } = await said!.evaluate((element) => ({
      ...(element as HTMLElement).dataset,
    }));
    return { largest: Number(largest), compared: Number(compared) };
  }

  it("draws a cost and its slope, which differences confirm", async () => {
    const { largest, compared } = await check(0);
    expect(compared).toBe(401);
    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThan(1e-4);
    const label = await page.$eval(".bench [role=img]", (plot) => plot.ariaLabel);
    // A logit of 1 − 5 for an order that came back: 10 (softplus(−4) + 4).
    expect(label).toContain("at −5.0 the loss is 40.181");
  });

  it("says where a text is wrong, and keeps the curve of the last that was right", async () => {
    await write("let e = predictions - targets;\nreturn e * soft_plus(e);");
    const fault = await page.waitForSelector(".fault p");
    expect(await fault!.evaluate((element) => element.textContent)).toMatch(
      /^customLoss 'yours': 2:12: there is no function "soft_plus" \(did you mean "softplus"\?\)/,
    );
    await page.waitForSelector("figure[data-stale=true]");
    expect((await check(0)).compared).toBe(401);
    await page.click(".fault button");
    const selected = await page.$eval(".sheet textarea", (element) => {
      const { value, selectionStart } = element as HTMLTextAreaElement;
      return value.slice(selectionStart, selectionStart + 9);
    });
    expect(selected).toBe("soft_plus");
  });

  it("leaves a corner out of the check, and says so", async () => {
    await write("return abs(predictions - targets);");
    await page.waitForSelector("figure[data-stale=false]");
    const { largest, compared } = await check(1);
    expect(compared).toBe(400);
    expect(largest).toBeLessThan(1e-6);
  });

  it("takes a new parameter by its name", async () => {
    await page.type(".parameters input[type=text]", "steepness");
    await page.keyboard.press("Enter");
    await write("return steepness * abs(predictions - targets);");
    await page.waitForSelector("figure[data-stale=false]");
    expect(await page.$eval(".program", (program) => program.textContent)).toContain("steepness: 1");
  });

  it("learns with it: ten outliers do not turn the line", async () => {
    await choose("Robust, with a shape");
    // The check above it is still being written: a pointer could miss the button.
    await page.focus("[data-lesson=own] button");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-lesson=own][data-status=done]");
    const slopes = await page.$$eval("[data-fit]", (rows) =>
      rows.map((row) => Number((row as HTMLElement).dataset.slope)),
    );
    expect(Math.abs(slopes[0]! - 3)).toBeLessThan(0.3);
    expect(slopes[1]).toBeGreaterThan(4);
  });

  it("draws by the reference where there is no WebGPU, and says so", async () => {
    const bare = await site.open("own-loss", "noDevice");
    await bare.waitForSelector(".missing");
    const said = await bare.waitForSelector(".check");
    expect(await said!.evaluate((element) => element.textContent)).toContain("the reference’s slope");
    expect(await said!.evaluate((element) => Number((element as HTMLElement).dataset.largest))).toBeLessThan(
      1e-6,
    );
    await bare.close();
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
