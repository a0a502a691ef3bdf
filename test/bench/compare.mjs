/**
 * Whether a later file of results is worse than an earlier one. Times of two runs are not compared: each is set beside
 * what ran in turn with it, the peers and the copy, and those ratios are.
 */
import { readFileSync } from "node:fs";
import { median } from "../../demo/bench/statistics.js";
import { number, table } from "./format.mjs";
import { kinds } from "./results.mjs";

/** Nobody minds so much more memory. */
const littleBytes = 2 ** 16;

/** A row's yardsticks: how many times as long a peer takes, and the part of the copy's speed. */
function yardsticks({ peers = {}, copy, torch, ours }) {
  const ratios = Object.entries(peers).map(([key, { ratio }]) => [key, ratio?.median]);
  const beside = ["eager", "compile"].map((key) => [key, torch?.[key] && torch[key].median / ours.ms.median]);
  return Object.fromEntries(
    [...ratios, ...beside, ["copy", copy?.fraction.median]].filter(([, value]) => value),
  );
}

/**
 * What became of a row: how fast it is now beside before, and what is wrong with that. The middle one of its yardsticks
 * speaks: if one alone has moved, it is the yardstick that did.
 */
function change(before, after, tolerance) {
  if (before.failed) return { wrong: undefined };
  if (!after) return { wrong: "is no longer there" };
  if (after.failed) return { wrong: `fails: ${after.failed}` };
  const [old, now] = [yardsticks(before), yardsticks(after)];
  const found = Object.keys(old)
    .filter((key) => now[key])
    .map((key) => [key, now[key] / old[key]]);
  if (found.length === 0) return { wrong: "has nothing to be compared by" };
  const speed = median(found.map(([, value]) => value));
  const by = found.map(([key, value]) => `${key} ${number(value)}`).join(", ");
  const [held, holds] = [before.ours.extraBytes ?? 0, after.ours.extraBytes ?? 0];
  const wrong = [
    ...(speed < 1 - tolerance ? [`is slower: ${number(speed)} times the speed`] : []),
    ...(holds > (1 + tolerance) * held + littleBytes
      ? [`holds ${holds} bytes beside inputs and gradient, not ${held}`]
      : []),
  ];
  return { speed, by, wrong: wrong.join("; ") || undefined };
}

/**
 * @param {object} before results
 * @param {object} after results
 * @param {number} tolerance the part of its speed that a row may lose
 * @returns {{ text: string, regressions: string[] }}
 */
export function compareResults(before, after, tolerance) {
  const changes = Object.entries(kinds).flatMap(([kind, nameOf]) => {
    const later = new Map((after[kind] ?? []).map((row) => [nameOf(row), row]));
    return (before[kind] ?? []).map((row) => ({
      name: nameOf(row),
      ...change(row, later.get(nameOf(row)), tolerance),
    }));
  });
  const regressions = changes.flatMap(({ name, wrong }) => (wrong ? [`${name} ${wrong}`] : []));
  const rows = changes.map(({ name, speed, by, wrong }) => [
    name,
    speed === undefined ? "–" : number(speed),
    by ?? "–",
    wrong ? "✗" : "✓",
  ]);
  return { text: table(["row", "speed, now ÷ before", "by", ""], rows), regressions };
}

/** Prints the comparison of two files; answers the exit code: 1 where something is worse. */
export function compareFiles(before, after, tolerance) {
  const read = (path) => JSON.parse(readFileSync(path, "utf8"));
  const { text, regressions } = compareResults(read(before), read(after), tolerance);
  console.log(text);
  for (const sentence of regressions) console.error(`✗ ${sentence}`);
  if (regressions.length === 0) console.log(`Nothing lost more than ${Math.round(100 * tolerance)} %.`);
  return regressions.length > 0 ? 1 : 0;
}
