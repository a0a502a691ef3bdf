/** The page of pictures: five losses grow from one start, and what is shown of each is what the reference says. */
import { type Loss, ssim, tensor } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromBytes, type Picture, shape, side } from "../../demo/model/pictures/picture.js";
import { noisy } from "../../demo/model/pictures/starts.js";
import { stillLife } from "../../demo/model/pictures/stillLife.js";
import { texture } from "../../demo/model/pictures/textures.js";
import { recorded } from "../../demo/recorded/pictures.js";
import { featureLosses, pixelLosses } from "../../demo/training/pictures/lossesOfPictures.js";
import { featureNetwork, inputsOf } from "../cases/featureNetwork.js";
import { openSite, type Site } from "./site.js";

/** What a panel shows. */
interface Shown {
  readonly step: number;
  readonly loss: number;
  readonly psnr: number;
  readonly ssim: number;
}

const steps = 10;
const lambda = 0.16;
const original = stillLife();

describe("pictures", () => {
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    site = await openSite();
    page = await opened();
  });

  afterAll(() => site?.close());

  /** The page, which keeps what its workers tell: the numbers behind the pictures. */
  async function opened(device?: "noDevice"): Promise<Page> {
    const made = await site.open("pictures", device);
    await made.waitForSelector("button.action");
    await made.evaluate(() => {
      const told: object[] = [];
      // Comlink has a channel of its own for each function that a worker may call here.
      class Overheard extends MessageChannel {
        constructor() {
          super();
          this.port1.addEventListener("message", ({ data }) => {
            const given: readonly { value: object }[] = data.argumentList ?? [];
            told.push(...given.map(({ value }) => value));
          });
        }
      }
      Object.assign(window, { MessageChannel: Overheard, told });
    });
    return made;
  }

  /** Sets a control by its label. */
  const set = (on: Page, label: string, value: string) =>
    on.evaluate(
      (wanted, next) => {
        const found = [...document.querySelectorAll("label")].find((one) => one.textContent === wanted);
        const control = document.getElementById(found?.htmlFor ?? "") as HTMLInputElement;
        control.value = next;
        control.dispatchEvent(
          new Event(control.tagName === "SELECT" ? "change" : "input", { bubbles: true }),
        );
      },
      label,
      value,
    );

  const shownOn = (on: Page): Promise<Record<string, Shown>> =>
    on.$$eval("[data-exhibit]", (panels) =>
      Object.fromEntries(
        panels.map((panel) => {
          const { exhibit = "", step, loss, psnr, ssim: like } = (panel as HTMLElement).dataset;
          return [
            exhibit,
            { step: Number(step), loss: Number(loss), psnr: Number(psnr), ssim: Number(like) },
          ];
        }),
      ),
    );

  /** Everything a worker said of a loss: its numbers at every look, and its pixels at one, the last unless told. */
  const toldOf = (on: Page, name: string, look = -1) =>
    on.evaluate(
      (wanted, at) => {
        const { told } = window as unknown as {
          told: { name: string; seen: { loss: number; psnr: number; pixels: Float32Array } }[];
        };
        const own = told.filter((one) => one.name === wanted).map(({ seen }) => seen);
        return {
          losses: own.map(({ loss }) => loss),
          psnrs: own.map(({ psnr }) => psnr),
          pixels: Array.from(own.at(at)?.pixels ?? []),
        };
      },
      name,
      look,
    );

  /** The picture of a panel, as one sees it. */
  const seenOn = async (on: Page, name: string) => {
    const bytes = await on.$eval(
      `[data-exhibit=${name}] canvas`,
      (canvas, size) =>
        Array.from((canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, size, size).data),
      side,
    );
    return fromBytes(Uint8ClampedArray.from(bytes)).pixels;
  };

  const meanSquare = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a, (light, i) => (light - b[i]!) ** 2).reduce((sum, one) => sum + one, 0) / a.length;

  const of = (pixels: ArrayLike<number>) => tensor(Float32Array.from(pixels), shape);
  const lossOf = (loss: Loss, pixels: ArrayLike<number>, targets: Picture) =>
    evaluate(loss, { predictions: of(pixels), targets: of(targets.pixels) }, { gradients: false }).loss;

  function featureLossOf(
    { sights, loss }: (typeof featureLosses)["gram" | "perceptual"],
    pixels: ArrayLike<number>,
    target: Picture,
  ) {
    const see = (light: ArrayLike<number>) => featureNetwork({ shape, values: Float64Array.from(light) });
    const pairs = [
      ...inputsOf("predictions", see(pixels), sights),
      ...inputsOf("targets", see(target.pixels), sights),
    ];
    const inputs = Object.fromEntries(pairs.map(([name, maps]) => [name, tensor(maps.values, maps.shape)]));
    return evaluate(loss(), inputs, { gradients: false }).loss;
  }

  it("moves five pictures from one start, and every loss falls", async () => {
    await set(page, "all begin as", "the noisy picture");
    await set(page, "steps", String(steps));
    await page.click("button.action");
    await page.waitForSelector("[data-status=done]");
    const shown = await shownOn(page);
    expect(Object.keys(shown)).toEqual(["mse", "ssim", "totalVariation", "perceptual", "gram"]);
    for (const [name, { step, loss }] of Object.entries(shown)) {
      const { losses } = await toldOf(page, name);
      expect(step).toBe(steps);
      expect(losses).toHaveLength(steps + 1);
      expect(loss, name).toBe(losses.at(-1));
      expect(loss, name).toBeLessThan(0.8 * losses[0]!);
    }
  });

  it("shows the losses that the reference finds", async () => {
    const shown = await shownOn(page);
    const pixelsOf = async (name: string) => (await toldOf(page, name)).pixels;
    const wanted = {
      mse: lossOf(pixelLosses.mse(), await pixelsOf("mse"), original),
      ssim: lossOf(pixelLosses.ssim(), await pixelsOf("ssim"), original),
      totalVariation: lossOf(
        pixelLosses.totalVariation(lambda),
        await pixelsOf("totalVariation"),
        noisy(original),
      ),
      perceptual: featureLossOf(featureLosses.perceptual, await pixelsOf("perceptual"), original),
      gram: featureLossOf(featureLosses.gram, await pixelsOf("gram"), texture("waves")),
    };
    for (const [name, loss] of Object.entries(wanted))
      expect(Math.abs(shown[name]!.loss / loss - 1), name).toBeLessThan(1e-4);
  });

  it("judges all of them beside the original, which total variation comes nearer to unseen", async () => {
    const shown = await shownOn(page);
    const { pixels, psnrs } = await toldOf(page, "totalVariation");
    const error = meanSquare(pixels, original.pixels);
    expect(shown.totalVariation!.psnr).toBeCloseTo(-10 * Math.log10(error), 3);
    expect(shown.totalVariation!.ssim).toBeCloseTo(1 - lossOf(ssim(), pixels, original), 4);
    expect(shown.totalVariation!.psnr).toBeGreaterThan(psnrs[0]! + 2);
    // Style has no place: it leaves the original.
    expect(shown.gram!.psnr).toBeLessThan(psnrs[0]!);
  });

  it("stops, by keyboard too, and begins as it was told", async () => {
    await set(page, "all begin as", "noise");
    await page.waitForSelector("[data-exhibit=mse][data-recorded]");
    await set(page, "steps", "600");
    await page.focus("button.action");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-exhibit=mse][data-step]:not([data-recorded])");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-status=stopped]");
    expect((await shownOn(page)).mse!.step).toBeLessThan(600);
  });

  it("takes the middle square of a picture of the visitor's", async () => {
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(300, 100);
      const context = canvas.getContext("2d")!;
      for (const [i, colour] of ["red", "lime", "blue"].entries()) {
        context.fillStyle = colour;
        context.fillRect(100 * i, 0, 100, 100);
      }
      const files = new DataTransfer();
      files.items.add(new File([await canvas.convertToBlob()], "flag.png", { type: "image/png" }));
      const input = document.querySelector<HTMLInputElement>("input[type=file]")!;
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await page.waitForSelector(".original [aria-label$='your picture']");
    const middle = await page.$eval(
      ".original canvas",
      (canvas, at) =>
        Array.from((canvas as HTMLCanvasElement).getContext("2d")!.getImageData(at, at, 1, 1).data),
      side / 2,
    );
    expect(middle).toEqual([0, 255, 0, 255]);
  });

  it("shows what was recorded where there is no WebGPU, and paints what needs no network by the reference", async () => {
    const bare = await opened("noDevice");
    const said = await bare.waitForSelector(".missing");
    expect(await said!.evaluate(({ textContent }) => textContent)).toContain("were recorded");
    await bare.waitForSelector("[data-exhibit=gram][data-recorded]");
    const shown = await shownOn(bare);
    for (const [name, { step, psnr }] of Object.entries(shown)) {
      expect(step).toBe(recorded.settings.steps);
      const error = meanSquare(await seenOn(bare, name), original.pixels);
      // Of 256 steps of light each is wrong by a twelfth of its square; what is beyond black and white is cut.
      expect(Math.abs(error / (10 ** (-psnr / 10) + 1 / 12 / 255 ** 2) - 1), name).toBeLessThan(0.15);
    }
    await set(bare, "steps", String(steps));
    await bare.click("button.action");
    await bare.waitForSelector("[data-exhibit=mse][data-step='1']");
    const { pixels, losses } = await toldOf(bare, "mse", 1);
    expect(losses[1]).toBeCloseTo(lossOf(pixelLosses.mse(), pixels, original), 9);
    expect(losses[1]).toBeLessThan(losses[0]!);
    expect(await shownOn(bare)).toMatchObject({ gram: shown.gram, perceptual: shown.perceptual });
    await bare.close();
  });

  it("complains of nothing", () => {
    expect(site.complaints).toEqual([]);
  });
});
