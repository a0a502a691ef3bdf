/** The page of CTC: its mathematics, and a network that learns, is stopped, is looked at and reads what is drawn. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referenceAlignment, sceneOf } from "../../demo/model/sequences/alignment.js";
import { bestOf, collapse, decode } from "../../demo/model/sequences/decode.js";
import { editDistance } from "../../demo/model/sequences/editDistance.js";
import { errorsOf } from "../../demo/model/sequences/errors.js";
import { hearSome } from "../../demo/model/sequences/heard.js";
import { latticeOf } from "../../demo/model/sequences/lattice.js";
import { melodies } from "../../demo/model/sequences/melodies.js";
import { logitsOf } from "../../demo/model/sequences/network.js";
import { classes } from "../../demo/model/sequences/notes.js";
import { recordedWeights } from "../../demo/model/sequences/recorded.js";
import { append, withoutLast } from "../../demo/model/sequences/sheet.js";
import { softmax } from "../../demo/model/sequences/softmax.js";
import { frames, framesOf, notesOf, tuneOf } from "../../demo/model/sequences/tune.js";
import { randomFrom } from "../../demo/training/random.js";
import { openSite, pressAt, type Site } from "./site.js";

const { normal } = randomFrom(2);
const twinkle = melodies[0]!.tune;

describe("what the page of sequences computes", () => {
  it("reads a path: repeats are one, blanks are none", () => {
    expect(collapse([0, 1, 1, 0, 1, 3, 3, 2, 0, 0, 2])).toEqual([1, 1, 3, 2, 2]);
    expect(bestOf([0.2, 0.5, 0.3, 0.6, 0.3, 0.1], 3)).toEqual([1, 0]);
    expect(decode([1, 2, 0, 0, 3, 0, 5, 0, 0, 0, 1, 9], 3)).toEqual([1, 2]);
  });

  it("counts edits", () => {
    const letters = (word: string) => [...word].map((letter) => letter.charCodeAt(0));
    expect(editDistance(letters("kitten"), letters("sitting"))).toBe(3);
    expect(editDistance([], [1, 2])).toBe(2);
    expect(editDistance([1, 2, 3], [])).toBe(3);
    expect(editDistance([4, 5], [4, 5])).toBe(0);
  });

  it("shares out the alignments as the reference's gradient has it", () => {
    const logits = Float32Array.from({ length: frames * classes }, () => 3 * normal());
    const { slopes } = referenceAlignment(logits, twinkle);
    const probabilities = softmax(logits, classes);
    const { states, shares } = latticeOf(probabilities, classes, notesOf(twinkle));
    const off = Array.from(probabilities, (p, i) => {
      const row = shares.subarray(Math.floor(i / classes) * states.length).subarray(0, states.length);
      const share = row.reduce((sum, one, s) => sum + (states[s] === i % classes ? one : 0), 0);
      return Math.abs(p - share - slopes[i]!);
    });
    expect(Math.max(...off)).toBeLessThan(1e-12);
  });

  it("counts equally likely alignments: T + S over 2 S without repeats", () => {
    const scale = melodies[3]!.tune;
    const { alignments } = sceneOf(
      referenceAlignment(new Float32Array(frames * classes), scale),
      scale,
      "ctc",
    );
    const among = (n: number, k: number): number => (k === 0 ? 1 : (among(n - 1, k - 1) * n) / k);
    expect(alignments / among(frames + 8, 16)).toBeCloseTo(1, 9);
  });

  it("makes tunes as long as they are told, and takes them back", () => {
    const heard = hearSome(50, randomFrom(4));
    for (const { tune } of heard) {
      expect(tune.reduce((sum, { frames: length }) => sum + length, 0)).toBeLessThanOrEqual(frames);
      expect(notesOf(tune).length).toBeGreaterThanOrEqual(3);
    }
    const nothing = Array<number>(frames).fill(0);
    const two = append(append(nothing, 3), 3);
    expect(notesOf(tuneOf(two))).toEqual([3, 3]);
    expect(withoutLast(two)).toEqual(append(nothing, 3));
    expect(framesOf(tuneOf(two))).toEqual(two);
  });

  it("has recorded a network that reads tunes which nobody has heard", () => {
    const heard = hearSome(24, randomFrom(77));
    const scores = heard.map(({ sound }) => logitsOf(recordedWeights(), sound));
    expect(
      errorsOf(
        scores,
        heard.map(({ tune }) => tune),
      ),
    ).toBeLessThan(0.1);
  });
});

describe("sequences", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    // Few steps are enough to see it learn.
    page = await site.open("sequences?steps=6");
    await page.waitForSelector("[data-lesson=listening] .action");
  });

  afterAll(() => site?.close());

  const learner = "[data-lesson=listening]";
  const lesson = () => page.$eval(learner, (element) => ({ ...(element as HTMLElement).dataset }));
  const verdict = (where = learner) =>
    page.$eval(`${where} .verdict`, (element) => ({ ...(element as HTMLElement).dataset }));
  /** The logits that are shown, out of the program that the page offers for doubters. */
  async function shownLogits(): Promise<Float32Array> {
    const text = await page.$eval(`${learner} .report pre`, (element) => element.textContent ?? "");
    const rows = [...text.matchAll(/^ {4}(\[.*\]),$/gm)].map(([, row]) => JSON.parse(row!) as number[]);
    return Float32Array.from(rows.flat());
  }

  /** The share of ink in each cell of a picture. */
  const inkOf = (kind: string) =>
    page.$eval(`${learner} .${kind} canvas`, (element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return {
        rows: canvas.height,
        ink: Array.from(
          data.filter((_, i) => i % 4 === 3),
          (one) => one / 255,
        ),
      };
    });

  it("begins with the cloud of the untrained network", async () => {
    const logits = await shownLogits();
    expect(logits).toHaveLength(frames * classes);
    expect(Number((await verdict()).loss)).toBeCloseTo(referenceAlignment(logits, twinkle).loss, 9);
  });

  it("stops when told to", async () => {
    await page.click("input[value=softmaxCrossEntropy]");
    await pressAt(page, `${learner}[data-step]`, `${learner} .action`);
    await page.click(`${learner} .action`);
    await page.waitForSelector(`${learner}[data-status=stopped]`);
  });

  it("learns from notes without times", async () => {
    const before = Number((await verdict()).loss);
    await page.click("input[value=ctc]");
    await page.click(`${learner} .action`);
    await page.waitForSelector(`${learner}[data-status=done]`);
    expect((await lesson()).step).toBe("6");
    expect(Number((await verdict()).loss)).toBeLessThan(before / 3);
    expect(Number((await lesson()).errorRate)).toBeLessThan(0.6);
    // Beside what came of the other loss.
    expect(await page.$$(".rates tr")).toHaveLength(2);
  });

  it("shows the GPU's loss, which is the reference's", async () => {
    const { loss } = referenceAlignment(await shownLogits(), twinkle);
    expect(Math.abs(Number((await verdict()).loss) - loss) / loss).toBeLessThan(1e-5);
  });

  it("draws each frame's alignments as shares that sum to 1", async () => {
    const { rows, ink } = await inkOf("paths");
    const { lattice } = sceneOf(referenceAlignment(await shownLogits(), twinkle), twinkle, "ctc");
    expect(rows).toBe(lattice.states.length);
    for (let t = 0; t < frames; t++) {
      const column = Array.from({ length: rows }, (_, row) => ink[row * frames + t]!);
      const shares = lattice.shares.subarray(t * rows, (t + 1) * rows);
      expect(Math.abs(shares.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
      for (const [row, share] of shares.entries())
        expect(Math.abs(column[row]! - Math.sqrt(share))).toBeLessThan(0.01);
    }
  });

  it("goes back to before its training", async () => {
    const trained = Number((await verdict()).loss);
    await page.focus(".rewind input");
    await page.keyboard.press("Home");
    await page.waitForSelector(`${learner}[data-step="0"]`);
    expect(Number((await verdict()).loss)).toBeGreaterThan(trained);
    await page.keyboard.press("End");
    await page.waitForSelector(`${learner}[data-step="6"]`);
  });

  it("reads what is written by keys and drawn by hand", async () => {
    const yours = "[data-lesson=yours]";
    await page.click(`${yours} ::-p-text(Clear)`);
    await page.focus(`${yours} .keys button`);
    await page.keyboard.type("135");
    const label = () => page.$eval(`${yours} .roll canvas`, ({ ariaLabel }) => ariaLabel);
    expect(await label()).toContain("with the notes c e g;");
    expect(await page.$eval(`${yours} .verdict td`, ({ textContent }) => textContent)).toBe("c e g");
    const canvas = (await page.$(`${yours} .roll canvas`))!;
    await canvas.scrollIntoView();
    const sheet = (await canvas.boundingBox())!;
    const at = (frame: number, note: number): [number, number] => [
      sheet.x + (sheet.width * (frame + 0.5)) / frames,
      sheet.y + (sheet.height * (8.5 - note)) / 8,
    ];
    await page.mouse.move(...at(40, 8));
    await page.mouse.down();
    await page.mouse.move(...at(47, 8), { steps: 3 });
    await page.mouse.up();
    expect(await label()).toContain("with the notes c e g c′;");
    await page.click(`${yours} ::-p-text(Take back)`);
    expect(await label()).toContain("with the notes c e g;");
  });

  it("shows a recorded network where there is no WebGPU, and says so", async () => {
    const bare = await site.open("sequences", "noDevice");
    await bare.waitForSelector(".missing[role=alert]");
    expect(await bare.$$(`${learner} .run`)).toHaveLength(0);
    await bare.click("input[value=after]");
    await bare.waitForFunction(() => document.querySelector(".verdict")?.getAttribute("data-wrong") === "0");
    await bare.close();
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
