/** Work that takes a while, of which only the newest request matters. */
import { useEffect, useState } from "preact/hooks";

/**
 * Runs `work` whenever it is another function. While one runs, newer ones wait and all but the last are
 * dropped, so that a moving slider never queues up work. The answer stays until a newer one is there.
 */
export function useLatest<T>(work: (() => Promise<T>) | undefined): { value: T | undefined; error: unknown } {
  const [queue] = useState(() => new Latest<T>());
  const [state, setState] = useState<{ value: T | undefined; error: unknown }>({
    value: undefined,
    error: undefined,
  });
  useEffect(() => {
    if (!work) return;
    queue.ask(
      work,
      (value) => setState({ value, error: undefined }),
      (error) => setState({ value: undefined, error }),
    );
  }, [work, queue]);
  return state;
}

class Latest<T> {
  #running = false;
  #next: (() => Promise<void>) | undefined;

  ask(work: () => Promise<T>, done: (value: T) => void, failed: (error: unknown) => void): void {
    this.#next = () => work().then(done, failed);
    void this.#go();
  }

  async #go(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#next; next; next = this.#next) {
      this.#next = undefined;
      await next();
    }
    this.#running = false;
  }
}
