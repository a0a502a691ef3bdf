import type { Constant } from "./constants.js";
import type { Variable } from "./program.js";

/** What a name stands for. */
export type Meaning = Variable | Constant;

export const isVariable = (meaning: Meaning): meaning is Variable => "slot" in meaning;

/** Names, by block: an inner one hides an outer one. */
export class Scope {
  readonly #blocks: Map<string, Meaning>[] = [new Map()];

  /** Runs in a block of its own. */
  inside<T>(work: () => T): T {
    this.#blocks.push(new Map());
    try {
      return work();
    } finally {
      this.#blocks.pop();
    }
  }

  /** Whether the block that is open now has such a name. */
  own(name: string): Meaning | undefined {
    return this.#blocks.at(-1)?.get(name);
  }

  find(name: string): Meaning | undefined {
    return this.#blocks.findLast((block) => block.has(name))?.get(name);
  }

  declare(name: string, meaning: Meaning): void {
    this.#blocks.at(-1)?.set(name, meaning);
  }

  get names(): string[] {
    return this.#blocks.flatMap((block) => [...block.keys()]);
  }
}
