/** The page of one's own data: files are dropped, measured as the reference measures them, stopped and refused. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mse, rocAuc } from "fusedloss";
import { evaluate, measure } from "fusedloss/reference";
import type { ElementHandle, Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measureByReference } from "../../demo/jobs/measureFile.js";
import { fixture, npy } from "../files/files.js";
import { openSite, type Site } from "./site.js";

const folder = mkdtempSync(join(tmpdir(), "own-data-"));

/** A file of this visitor. */
function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("your own data", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await site.open("own-data");
    await page.waitForSelector(".drop input");
  });

  afterAll(() => site?.close());

  async function choose(path: string): Promise<void> {
    const input = (await page.waitForSelector(".drop input")) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(path);
    await page.waitForFunction(
      (name) => document.querySelector(".drop strong")?.textContent === name,
      {},
      path.slice(folder.length + 1) || path,
    );
  }

  /** Measures, and gives every value by its name. */
  async function measured(): Promise<Record<string, number>> {
    await (await page.waitForSelector("button.action:not(:disabled)"))!.click();
    await page.waitForSelector("[data-status=done]");
    return page.$$eval("[data-measure]", (rows) =>
      Object.fromEntries(
        rows.map((row) => [(row as HTMLElement).dataset.measure, Number((row as HTMLElement).dataset.value)]),
      ),
    );
  }

  /** Leaves these alone to be asked for. */
  async function ask(...names: string[]): Promise<void> {
    await page.$$eval(
      "#measures ~ div input",
      (inputs, wanted) => {
        for (const input of inputs) if (input.checked !== wanted.includes(input.name)) input.click();
      },
      names,
    );
  }

  const task = (name: string) => page.select("select[data-task]", name);
  const chosen = (input: string) =>
    page.$eval(`select[data-input=${input}]`, (select) => {
      const { selectedOptions } = select as HTMLSelectElement;
      return selectedOptions[0]?.textContent;
    });

  const predictions = [1.5, 2, -1, 4, 0];
  const targets = [1, 2.5, 0, 3, -2];

  it("measures a CSV as the reference does, and finds its columns by their names", async () => {
    const rows = predictions.map((prediction, i) => `${i},${targets[i]},${prediction}`);
    await choose(fileOf("rents.csv", ["id,rent,predictedRent", ...rows].join("\n")));
    await page.waitForSelector("select[data-input=targets]");
    expect([await chosen("predictions"), await chosen("targets")]).toEqual(["predictedRent", "rent"]);
    await ask("mse");
    const wanted = evaluate(mse(), { predictions, targets }).loss;
    expect((await measured()).mse).toBeCloseTo(wanted, 6);
    expect(await page.$eval("caption", (caption) => caption.textContent)).toBe("5 rows of rents.csv");
    expect(await page.$eval(".program", (program) => program.textContent)).toBe(
      "npx fusedloss eval rents.csv \\\n    --input predictions=predictedRent,targets=rent \\\n    --loss mse",
    );
  });

  it("takes the columns of an array by their numbers", async () => {
    const probabilities = [0.9, 0.2, 0.6, 0.4];
    const truth = [1, 0, 0, 1];
    const numbers = probabilities.flatMap((one, i) => [one, truth[i]!]);
    await choose(fileOf("clicks.npy", npy(Float32Array.from(numbers), [4, 2])));
    await page.waitForSelector("select[data-task]");
    await task("probability");
    expect(await chosen("targets")).toBe("column 1");
    await ask("rocAuc");
    expect((await measured()).rocAuc).toBe(measure(rocAuc(), { probabilities, targets: truth }));
  });

  it("shows what is wrong with a file that is dropped, as it is said", async () => {
    await page.$eval(".drop", (place) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["prediction,target\n1,2\nabc,3\n"], "cut.csv"));
      place.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    });
    await page.waitForFunction(() => document.querySelector(".drop strong")?.textContent === "cut.csv");
    await (await page.waitForSelector("button.action:not(:disabled)"))!.click();
    const fault = await page.waitForSelector(".fault");
    expect(await fault!.evaluate((element) => element.textContent)).toMatch(
      /^cut\.csv: row 2 \(line 3\), column "prediction": "abc" is no number/,
    );
    await choose(fileOf("half.parquet", "PAR1 and no more"));
    await page.waitForFunction(() =>
      document.querySelector(".fault")?.textContent?.startsWith("half.parquet: its footer cannot be read"),
    );
  });

  it("reads Parquet and Arrow in the page", async () => {
    for (const name of ["types.parquet", "types.arrow"]) {
      const input = (await page.$(".drop input")) as ElementHandle<HTMLInputElement>;
      await input.uploadFile(fixture(name));
      await page.waitForFunction(
        (wanted) => document.querySelector(".drop strong")?.textContent === wanted,
        {},
        name,
      );
      await page.waitForSelector("select[data-input=targets]");
      const columns = await page.$$eval("select[data-input=targets] option", (options) =>
        options.map(({ textContent }) => textContent),
      );
      expect(columns).toEqual(expect.arrayContaining(["single", "double", "flag"]));
    }
  });

  it("stops, by keyboard too", async () => {
    const rows = Array.from({ length: 400_000 }, (_, i) => `${i % 7},${i % 5}`);
    await choose(fileOf("long.csv", ["prediction,target", ...rows].join("\n")));
    await page.waitForSelector("button.action:not(:disabled)");
    await page.focus("button.action");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=stopped]");
    expect(await page.$(".results")).toBeNull();
  });

  it("has a sample, whose classes are found", async () => {
    await page.click(".drop-row button");
    await page.waitForSelector("select[data-task]");
    await task("classes");
    expect(await page.$$eval("fieldset[data-input] input:checked", (inputs) => inputs.length)).toBe(3);
    await ask("accuracy");
    const { accuracy } = await measured();
    // Each row's class is drawn by its shares: more often the largest than not, and not always.
    expect(accuracy).toBeGreaterThan(0.5);
    expect(accuracy).toBeLessThan(0.8);
  });

  it("is measured by the reference where there is no GPU", async () => {
    const file = new File(["p,y\n0.9,1\n0.2,0\n0.6,0\n0.4,1\n"], "clicks.csv");
    const places = { probabilities: [0], targets: [1] };
    const asked = ["binaryAccuracy", "binaryCrossEntropy"];
    const question = { file, columns: ["p", "y"], places, task: "probability", asked };
    const { rows, values } = await measureByReference(question);
    expect(rows).toBe(4);
    expect(values.binaryAccuracy).toBe(0.5);
    const surprise = [0.9, 0.8, 0.4, 0.4].reduce((sum, share) => sum - Math.log(share), 0);
    expect(values.binaryCrossEntropy).toBeCloseTo(surprise / 4, 6);
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
