/** Finding a loss by whatever one calls it: its name, a part or a misspelling of it, what another library or its text says. */
import { reference } from "virtual:reference";
import MiniSearch from "minisearch";

/** `softmaxCrossEntropy` is also found by its words. */
const wordsOf = (text: string) =>
  text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => word.split(/(?<=[a-z])(?=[A-Z0-9])/));

const index = new MiniSearch({
  idField: "name",
  fields: ["name", "elsewhere", "text"],
  tokenize: (text) => [...new Set([...wordsOf(text), ...text.split(/[^\p{L}\p{N}]+/u)])],
});

index.addAll(
  Object.entries(reference).map(([name, { elsewhere, text }]) => ({
    name,
    elsewhere: elsewhere.join(" "),
    text,
  })),
);

/** Names, the likeliest first. */
export function findLosses(query: string): string[] {
  const joined = query.replace(/\s+/g, "").toLowerCase();
  const named = Object.keys(reference).filter((name) => name.toLowerCase().includes(joined));
  const found = index.search(query, {
    tokenize: wordsOf,
    prefix: true,
    fuzzy: (term) => (term.length > 3 ? 0.2 : false),
    combineWith: "AND",
    boost: { name: 8, elsewhere: 3 },
  });
  const rank = new Map(found.map(({ id, score }) => [String(id), score]));
  const all = [...new Set([...named, ...rank.keys()])];
  const weight = (name: string) => (rank.get(name) ?? 0) + (named.includes(name) ? 1000 - name.length : 0);
  return all.sort((a, b) => weight(b) - weight(a));
}

/** Names that are written much like this one. */
export function nearNames(name: string): string[] {
  return index
    .search(name, { fields: ["name"], prefix: true, fuzzy: 0.5 })
    .slice(0, 4)
    .map(({ id }) => String(id));
}
