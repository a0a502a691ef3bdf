/** Asks the worker that checks, one thing after the other, and ends it where that takes too long. */
import { proxy } from "comlink";
import type { Checked, CheckOrder, Work } from "../../ownLossWorker.js";
import { callable } from "../callable.js";

/** Milliseconds of work after which nobody waits any longer. */
const patience = 6000;

const open = () => new Worker(new URL("../../ownLossWorker.ts", import.meta.url), { type: "module" });

export class Checker {
  #worker: Worker | undefined;

  /** What was found; nothing if it took too long. That the worker must start first is no fault of the text. */
  ask(order: CheckOrder): Promise<Checked | undefined> {
    this.#worker ??= open();
    const work = callable<Work>(this.#worker);
    return new Promise((resolve, reject) => {
      let answered = false;
      let clock: ReturnType<typeof setTimeout> | undefined;
      const giveUp = () => {
        this.end();
        resolve(undefined);
      };
      const begin = () => {
        if (!answered) clock = setTimeout(giveUp, patience);
      };
      work(order, proxy(begin))
        .then(resolve, reject)
        .finally(() => {
          answered = true;
          clearTimeout(clock);
        });
    });
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
