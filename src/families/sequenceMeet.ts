import type { RunTile } from "./sequenceTile.js";
import { lines, list } from "./unrolled.js";

/** What only the second sweep does with the pairs of a run: it goes on through what the other direction has left. */
export const meetText = (tile: RunTile): string =>
  [resumeText(tile), otherText(tile), shareText(tile)].join("\n");

/** `openRun`: the column at the border. */
function resumeText({ run }: RunTile): string {
  return [
    "fn openRun(way: Way, first: u32) -> Run {",
    "  let border = borderAt(way.sequence, way.first, way.direction);",
    "  let at = border + 2u * first;",
    `  return Run(array<vec4f, RUN>(${list(
      run,
      (k) => `vec4f(borders[at + ${2 * k + 1}u], borders[at + ${2 * k + 2}u])`,
    )}), borders[border]);`,
    "}",
  ].join("\n");
}

/**
 * `otherRun`: what the other direction left, at the same cells. It counts from the other end: the label is the same,
 * and behind it in the lattice lies the blank before it. `pastOther`: a frame further.
 */
function otherText({ run }: RunTile): string {
  const pair = (k: number): string => `other.pairs[${k}]`;
  const label = (k: number): string =>
    k < run
      ? `scaledLoose(sequenceArrive(${pair(k)}.xy, select(${pair(k + 1)}.zw, blank${k + 1}, labels.returns[${k}])), emitted.labels[${k}])`
      : "scaledZero";
  return [
    "struct Other {",
    "  pairs: array<vec4f, RUN + 1u>,",
    "}",
    "fn otherRun(way: Way, labels: Labels, walked: u32) -> Other {",
    "  let quads = quadsAt(way, walked, 1u - way.direction);",
    `  return Other(array<vec4f, RUN + 1u>(${list(run + 1, (k) => `lattice[quads + labels.quads[${k}]]`)}));`,
    "}",
    "fn pastOther(labels: Labels, other: Other, emitted: Emitted) -> Other {",
    lines(run + 1, (k) => `let blank${k} = sequenceArrive(${pair(k)}.zw, ${pair(k)}.xy);`),
    `  return Other(array<vec4f, RUN + 1u>(${list(
      run + 1,
      (k) => `vec4f(${label(k)}, scaledLoose(blank${k}, emitted.blank))`,
    )}));`,
    "}",
  ].join("\n");
}

/** `shareRun`: what share of all paths pass at each cell, and at the blanks and labels of the frame together. */
function shareText({ run, isLong }: RunTile): string {
  const share = (mine: string, others: string): string =>
    `scaledPlain(scaledLoose(scaledLoose(${mine}, ${others}), labels.whole))`;
  return [
    "fn shareRun(way: Way, labels: Labels, arrived: Run, other: Other, pair: u32, row: u32, walked: u32, lane: u32, isFirst: bool) {",
    "  let ranked = sharesAt(way, walked);",
    "  let left = i32(way.labels) - i32(pair);",
    `  var sum = vec2f(select(0.0, ${share("arrived.lead", "other.pairs[0].zw")}, pair == 0u), 0.0);`,
    lines(run, (k) =>
      [
        `{ let label = ${share(`arrived.pairs[${k}].xy`, `other.pairs[${k}].xy`)};`,
        `let blank = ${share(`arrived.pairs[${k}].zw`, `other.pairs[${k + 1}].zw`)};`,
        `shares[ranked + labels.ranks[${k}]] = label;`,
        `sum += select(vec2f(0.0), vec2f(blank, label), left > ${k}); }`,
      ].join(" "),
    ),
    "  let all = vec2f(subgroupAdd(sum.x), subgroupAdd(sum.y));",
    "  if (lane == 0u) {",
    isLong
      ? "    let earlier = select(vec2f(sums[row].x, sums[row].y), vec2f(0.0), isFirst);"
      : "    let earlier = vec2f(0.0);",
    "    sums[row].x = earlier.x + all.x;",
    "    sums[row].y = earlier.y + all.y;",
    "  }",
    "}",
  ].join("\n");
}
