/**
 * `node scripts/record.mjs pictures embeddings adversarial`: presses the button of a page, in a browser on this machine,
 * and writes what its training came to into demo/recorded/, for who has no GPU. Without names, all of them.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bootstrap } from "./bootstrap.mjs";
import { findBrowser } from "./browser.mjs";
import { buildDemo } from "./build.mjs";
import { serve } from "./serve.mjs";
import { say } from "./step.mjs";
import { biome } from "./tool.mjs";

const at = (file) => new URL(`../demo/recorded/${file}`, import.meta.url);

/** Four digits are more than one sees. */
const short = (_, value) => (typeof value === "number" ? Number(value.toPrecision(4)) : value);

/** What is kept of what a worker was ordered and what it told, and the files that it becomes; they run in the page. */
const keepers = {
  embeddings: ({ orders, told }) => ({
    json: { settings: orders[0].settings, look: told.findLast(({ kind }) => kind === "look").look },
  }),
  adversarial: ({ orders, told }) => ({
    json: { settings: orders[0], scene: told.findLast(({ kind }) => kind === "scene").scene },
  }),
  async pictures({ orders, told }) {
    const labels = [...document.querySelectorAll("label")];
    const chosen = (label) => labels.find(({ textContent }) => textContent === label).control.value;
    const names = [...document.querySelectorAll("[data-exhibit]")].map(({ dataset }) => dataset.exhibit);
    const sights = names.map((name) => {
      const seen = told.filter((one) => one.name === name).map((one) => one.seen);
      const { loss, psnr, ssim } = seen.at(-1);
      return [name, { loss, psnr, ssim, losses: seen.map((one) => one.loss) }];
    });
    const canvases = names.map((name) => document.querySelector(`[data-exhibit=${name}] canvas`));
    const strip = new OffscreenCanvas(names.length * canvases[0].width, canvases[0].height);
    const context = strip.getContext("2d");
    for (const [i, canvas] of canvases.entries()) context.drawImage(canvas, i * canvas.width, 0);
    const file = await strip.convertToBlob();
    const settings = {
      start: chosen("all begin as"),
      style: chosen("gram is shown"),
      lambda: orders[0].lambda,
      steps: orders[0].steps,
    };
    return {
      json: { settings, sights: Object.fromEntries(sights) },
      png: Array.from(new Uint8Array(await file.arrayBuffer())),
    };
  },
};

/** From now on, what the page orders its workers and what they tell it. */
function overhear() {
  const heard = { orders: [], told: [] };
  globalThis.heard = heard;
  const valuesOf = ({ argumentList = [] }) => argumentList.map(({ value }) => value);
  const { MessageChannel, Worker } = globalThis;
  // Comlink has a channel of its own for each function that a worker may call here.
  globalThis.MessageChannel = class extends MessageChannel {
    constructor() {
      super();
      this.port1.addEventListener("message", ({ data }) => heard.told.push(...valuesOf(data)));
    }
  };
  globalThis.Worker = class extends Worker {
    postMessage(call, ...rest) {
      heard.orders.push(...valuesOf(call).slice(0, 1));
      super.postMessage(call, ...rest);
    }
  };
}

await bootstrap();
if (!(await buildDemo())) process.exit(1);
const { default: puppeteer } = await import("puppeteer");
const server = await serve(fileURLToPath(new URL("../demo-dist", import.meta.url)));
const browser = await puppeteer.launch(await findBrowser());
const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : Object.keys(keepers)) {
  say(`recording: ${name}`);
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(overhear);
  await page.goto(new URL(`${name}.html`, server.address).href);
  await page.waitForSelector(".run button");
  // The device decides how long a training is.
  await page.waitForNetworkIdle();
  await page.click(".run button");
  await page.waitForSelector("[data-status=done]", { timeout: 600_000 });
  const kept = await page.evaluateHandle(keepers[name], await page.evaluateHandle("heard"));
  const text = await page.evaluate(
    ({ json }) => JSON.stringify(json, (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value)),
    kept,
  );
  await writeFile(at(`${name}.json`), JSON.stringify(JSON.parse(text), short));
  const png = await page.evaluate((one) => one.png, kept);
  if (png) await writeFile(at(`${name}.png`), Uint8Array.from(png));
  await page.close();
}
await browser.close();
server.close();
process.exitCode = await biome(["format", "--write", fileURLToPath(at("."))], { output: "onFailure" });
