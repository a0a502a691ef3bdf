/** Asks the worker that checks, one thing after the other, and ends it where that takes too long. */
import type { Checked, CheckNews, CheckOrder } from "../../ownLossWorker.js";

/** Milliseconds after which nobody waits any longer. */
const patience = 6000;

export class Checker {
  #worker: Worker | undefined;

  /** What was found; nothing if it took too long. */
  ask(order: CheckOrder): Promise<Checked | undefined> {
    this.#worker ??= new Worker(new URL("../../ownLossWorker.ts", import.meta.url), { type: "module" });
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.end();
        resolve(undefined);
      }, patience);
      worker.onmessage = ({ data }: MessageEvent<CheckNews>) => {
        clearTimeout(late);
        if ("reason" in data) reject(new Error(data.reason));
        else resolve(data);
      };
      worker.onerror = ({ message }) => {
        clearTimeout(late);
        this.end();
        reject(new Error(message || "The worker that checks did not start."));
      };
      worker.postMessage(order);
    });
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
