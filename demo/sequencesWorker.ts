/** The listener, off the page's thread: TensorFlow.js's device, a network, and one of two losses. */
import { expose } from "comlink";
import type { Tell } from "./jobs/job.js";
import { type Device, deviceOf } from "./model/device.js";
import { startTensorFlow } from "./network/tensorFlow.js";
import { type Lecture, type Look, listen } from "./training/listener/listen.js";

export type SequencesOrder = Lecture;

export type SequencesNews =
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "look"; readonly look: Look }
  | { readonly kind: "done"; readonly seconds: number };

async function teach(order: SequencesOrder, tell: Tell<SequencesNews>): Promise<void> {
  const engine = await startTensorFlow();
  tell({ kind: "device", device: deviceOf(engine) });
  const start = performance.now();
  await listen(engine, order, (look) => tell({ kind: "look", look }));
  tell({ kind: "done", seconds: (performance.now() - start) / 1000 });
}

expose(teach);
