import { meetText } from "./sequenceMeet.js";
import { type RunTile, tidy } from "./sequenceTile.js";
import { lines, list } from "./unrolled.js";

/** What the sweeps do with every pair of a run, written out, so that columns stay in registers. */
export function runText(tile: RunTile): string {
  return [
    `const RUN = ${tile.run}u;`,
    `const STRIP = ${4 * tile.run}u;`,
    `const TIDY = ${tidy}u;`,
    labelsText(tile),
    emitText(tile),
    arriveText(tile),
    passText(tile),
    tidyText(tile),
    tile.resumes ? meetText(tile) : startText(tile),
    "",
  ].join("\n");
}

/**
 * What does not change from frame to frame: classes, who may pass the blank before, walking this way and the other,
 * and where the other direction's cells lie. Of the next run one is told the first.
 */
function labelsText(tile: RunTile): string {
  const { run, resumes } = tile;
  return [
    "struct Labels {",
    "  classes: array<u32, RUN>,",
    "  skips: array<bool, RUN + 1u>,",
    ...(resumes
      ? [
          "  returns: array<bool, RUN>,",
          "  quads: array<u32, RUN + 1u>,",
          "  ranks: array<u32, RUN>,",
          "  whole: vec2f,",
        ]
      : []),
    "}",
    "fn openLabels(way: Way, first: u32) -> Labels {",
    "  var all: Labels;",
    "  let pathAt = cellsBefore(way.sequence, way.first);",
    "  let last = 2u * way.labels;",
    lines(run + 1, (k) =>
      [
        `{ let pair = first + ${k}u;`,
        "let cell = min(2u * pair + 1u, last);",
        "let place = select(cell, last - cell, way.direction == 1u);",
        "let entry = path[pathAt + place];",
        "let isLabel = pair < way.labels;",
        `all.skips[${k}] = isLabel && ((entry >> way.direction) & 1u) == 1u;`,
        resumes ? `all.quads[${k}] = select(0u, way.labels - pair, isLabel);` : "",
        k < run ? `all.classes[${k}] = select(uniforms.blank, entry >> 2u, isLabel);` : "",
        resumes && k < run
          ? `all.returns[${k}] = ((entry >> (1u - way.direction)) & 1u) == 1u; all.ranks[${k}] = select(pair, path[pathAt + max(place, 1u) - 1u], isLabel);`
          : "",
        "}",
      ].join(" "),
    ),
    resumes ? "  all.whole = scaledInverse(borders[wholeAt(way.sequence)]);" : "",
    "  return all;",
    "}",
  ].join("\n");
}

/** `emit`: what the labels of a frame emit, and the blank. */
function emitText({ run }: RunTile): string {
  return [
    "struct Run {",
    "  pairs: array<vec4f, RUN>,",
    "  lead: vec2f,",
    "}",
    "struct Emitted {",
    "  labels: array<vec2f, RUN>,",
    "  blank: vec2f,",
    "}",
    "fn emit(labels: Labels, row: u32, seen: Seen) -> Emitted {",
    "  let logitsAt = row * uniforms.classes;",
    `  return Emitted(array<vec2f, RUN>(${list(
      run,
      (k) => `emission(logitsAt + labels.classes[${k}], seen.peak)`,
    )}), emissionOf(seen.blank, seen.peak));`,
    "}",
  ].join("\n");
}

/** `arriveRun`: what has come to all cells of a run from those of the frame before. */
function arriveText({ run, isLong }: RunTile): string {
  const last = run - 1;
  return [
    "fn arriveRun(labels: Labels, before: Run, row: u32, lane: u32, isFirst: bool) -> Run {",
    lines(run, (k) =>
      [
        `let pair${k} = before.pairs[${k}];`,
        `let blank${k} = sequenceArrive(pair${k}.zw, pair${k}.xy);`,
        // Who may pass the blank comes with all that has come to the blank.
        `let onward${k} = select(pair${k}.zw, blank${k}, labels.skips[${k + 1}]);`,
      ].join(" "),
    ),
    "  var start = before.lead;",
    ...(isLong
      ? [
          `  let told = subgroupBroadcast(onward${last}, 3u);`,
          "  if (lane == 0u) {",
          "    if (!isFirst) { start = vec2f(sums[row].z, sums[row].w); }",
          "    sums[row].z = told.x;",
          "    sums[row].w = told.y;",
          "  }",
        ]
      : []),
    `  let edge = select(subgroupShuffleUp(onward${last}, 1u), start, lane == 0u);`,
    `  return Run(array<vec4f, RUN>(${list(
      run,
      (k) => `vec4f(sequenceArrive(pair${k}.xy, ${k > 0 ? `onward${k - 1}` : "edge"}), blank${k})`,
    )}), before.lead);`,
    "}",
  ].join("\n");
}

/** `passRun`: who passes a cell is multiplied by what it emits. */
function passText({ run }: RunTile): string {
  return [
    "fn passRun(arrived: Run, emitted: Emitted) -> Run {",
    `  return Run(array<vec4f, RUN>(${list(
      run,
      (k) =>
        `vec4f(scaledLoose(arrived.pairs[${k}].xy, emitted.labels[${k}]), scaledLoose(arrived.pairs[${k}].zw, emitted.blank))`,
    )}), scaledLoose(arrived.lead, emitted.blank));`,
    "}",
  ].join("\n");
}

/** `tidyRun`: mantissas back into [1, 2). */
function tidyText({ run }: RunTile): string {
  return [
    "fn tidyRun(run: Run) -> Run {",
    `  return Run(array<vec4f, RUN>(${list(
      run,
      (k) =>
        `vec4f(scaledNormal(run.pairs[${k}].x, run.pairs[${k}].y), scaledNormal(run.pairs[${k}].z, run.pairs[${k}].w))`,
    )}), scaledNormal(run.lead.x, run.lead.y));`,
    "}",
  ].join("\n");
}

/**
 * `openRun`: the column before the first frame, from where all paths start at the first blank. `leaveRun`: into the
 * lattice, the first blank as if it were behind a label that nothing comes to. `closeRun`: where the directions meet,
 * each leaves its column, with the cells behind the last.
 */
function startText({ run, keeps }: RunTile): string {
  return [
    "fn openRun(way: Way, first: u32) -> Run {",
    `  return Run(array<vec4f, RUN>(${list(run, () => "vec4f(scaledZero, scaledZero)")}), scaledOne);`,
    "}",
    "fn leaveRun(way: Way, run: Run, first: u32, walked: u32) {",
    ...(keeps
      ? [
          "  let quads = quadsAt(way, walked, way.direction) + first + 1u;",
          "  if (first == 0u) { lattice[quads - 1u] = vec4f(scaledZero, run.lead); }",
          lines(run, (k) => `lattice[quads + ${k}u] = run.pairs[${k}];`),
        ]
      : []),
    "}",
    "fn closeRun(way: Way, run: Run, first: u32) {",
    "  let border = borderAt(way.sequence, way.first, way.direction);",
    "  let at = border + 2u * first;",
    "  if (first == 0u) { borders[border] = run.lead; }",
    lines(
      run,
      (k) =>
        `borders[at + ${2 * k + 1}u] = run.pairs[${k}].xy; borders[at + ${2 * k + 2}u] = run.pairs[${k}].zw;`,
    ),
    "}",
  ].join("\n");
}
