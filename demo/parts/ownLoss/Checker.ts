/** Asks the worker that checks, one thing after the other, and ends it where that takes too long. */
import type { Checked, CheckOrder, Work } from "../../ownLossWorker.js";
import { callable } from "../callable.js";

/** Milliseconds after which nobody waits any longer. */
const patience = 6000;

const open = () => new Worker(new URL("../../ownLossWorker.ts", import.meta.url), { type: "module" });

export class Checker {
  #worker: Worker | undefined;

  /** What was found; nothing if it took too long. */
  async ask(order: CheckOrder): Promise<Checked | undefined> {
    this.#worker ??= open();
    const work = callable<Work>(this.#worker);
    let clock: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      clock = setTimeout(() => {
        this.end();
        resolve(undefined);
      }, patience);
    });
    return Promise.race([work(order), late]).finally(() => clearTimeout(clock));
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
