// @ts-check
/** What each page says of itself in its head, for the page that offers them all. */
import { readFileSync } from "node:fs";

const page = (/** @type {string} */ name) => new URL(`../${name}.html`, import.meta.url);

/** @param {readonly { name: string }[]} pages */
export function sentencesOf(pages) {
  return Object.fromEntries(
    pages.map(({ name }) => {
      const [, sentence] =
        readFileSync(page(name), "utf8").match(/<meta\s+name="description"\s+content="([^"]+)"/) ?? [];
      if (!sentence) throw new Error(`demo/${name}.html has no description: the overview offers it by that.`);
      return [name, sentence];
    }),
  );
}
