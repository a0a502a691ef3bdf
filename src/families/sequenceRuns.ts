/** How columns lie in the registers of four lanes. */
export interface RunTile {
  /** Pairs that a lane has at a time. */
  readonly run: number;
  /** A column may be longer than four runs. */
  readonly isLong: boolean;
  /** The second sweep, which goes on from the borders and leaves shares. */
  readonly resumes: boolean;
  /** The lattice is kept. */
  readonly keeps: boolean;
}

/** Frames between which mantissas are left as they come: they grow to 2^18 at most. */
export const tidy = 8;

/** What the sweeps do with every pair of a run, written out, so that columns stay in registers. */
export function runText(tile: RunTile): string {
  return [
    `const RUN = ${tile.run}u;`,
    `const STRIP = ${4 * tile.run}u;`,
    `const TIDY = ${tidy}u;`,
    labelsText(tile),
    openText(tile),
    emitText(tile),
    arriveText(tile),
    passText(tile),
    tidyText(tile),
    tile.resumes ? otherText(tile) + shareText(tile) : closeText(tile),
    tile.resumes ? "" : leaveText(tile),
    "",
  ].join("\n");
}

/** The turn of every pair of a run, each in a scope of its own. */
const each = ({ run }: RunTile, turn: (k: number) => string): string =>
  Array.from({ length: run }, (_, k) => `  { ${turn(k)} }`).join("\n");

/** The same in one scope. */
const lines = (count: number, turn: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => `  ${turn(k)}`).join("\n");

/** What is made of all pairs, between commas. */
const list = (count: number, item: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => item(k)).join(", ");

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
    ...Array.from({ length: run + 1 }, (_, k) =>
      [
        `  { let pair = first + ${k}u;`,
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

/** `openRun`: the column before the first frame, from where all paths start at the first blank, or the border. */
function openText(tile: RunTile): string {
  return [
    "struct Run {",
    "  pairs: array<vec4f, RUN>,",
    "  lead: vec2f,",
    "}",
    "fn openRun(way: Way, first: u32) -> Run {",
    ...(tile.resumes
      ? [
          "  let border = borderAt(way.sequence, way.first, way.direction);",
          "  let at = border + 2u * first;",
          `  return Run(array<vec4f, RUN>(${list(
            tile.run,
            (k) => `vec4f(borders[at + ${2 * k + 1}u], borders[at + ${2 * k + 2}u])`,
          )}), borders[border]);`,
        ]
      : [
          `  return Run(array<vec4f, RUN>(${list(tile.run, () => "vec4f(scaledZero, scaledZero)")}), scaledOne);`,
        ]),
    "}",
  ].join("\n");
}

/** `emit`: what the labels of a frame emit, and the blank. */
function emitText({ run }: RunTile): string {
  return [
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

/** `closeRun`: where the directions meet, each leaves its column, with the cells behind the last. */
function closeText(tile: RunTile): string {
  return [
    "fn closeRun(way: Way, run: Run, first: u32) {",
    "  let border = borderAt(way.sequence, way.first, way.direction);",
    "  if (first == 0u) { borders[border] = run.lead; }",
    each(
      tile,
      (k) =>
        `borders[border + 2u * first + ${2 * k + 1}u] = run.pairs[${k}].xy; borders[border + 2u * first + ${2 * k + 2}u] = run.pairs[${k}].zw;`,
    ),
    "}",
  ].join("\n");
}

/** `leaveRun`: into the lattice, the first blank as if it were behind a label that nothing comes to. */
function leaveText(tile: RunTile): string {
  return [
    "fn leaveRun(way: Way, run: Run, first: u32, walked: u32) {",
    ...(tile.keeps
      ? [
          "  let quads = quadsAt(way, walked, way.direction) + first + 1u;",
          "  if (first == 0u) { lattice[quads - 1u] = vec4f(scaledZero, run.lead); }",
          each(tile, (k) => `lattice[quads + ${k}u] = run.pairs[${k}];`),
        ]
      : []),
    "}",
  ].join("\n");
}

/**
 * `otherRun`: what the other direction left, at the same cells. It counts from the other end: the label is the same,
 * and behind it in the lattice lies the blank before it. `pastOther`: a frame further.
 */
function otherText({ run }: RunTile): string {
  return [
    "struct Other {",
    "  pairs: array<vec4f, RUN + 1u>,",
    "}",
    "fn otherRun(way: Way, labels: Labels, walked: u32) -> Other {",
    "  let quads = quadsAt(way, walked, 1u - way.direction);",
    `  return Other(array<vec4f, RUN + 1u>(${list(run + 1, (k) => `lattice[quads + labels.quads[${k}]]`)}));`,
    "}",
    "fn pastOther(labels: Labels, other: Other, emitted: Emitted) -> Other {",
    lines(run + 1, (k) => `let blank${k} = sequenceArrive(other.pairs[${k}].zw, other.pairs[${k}].xy);`),
    `  return Other(array<vec4f, RUN + 1u>(${list(run + 1, (k) =>
      [
        k < run
          ? `vec4f(scaledLoose(sequenceArrive(other.pairs[${k}].xy, select(other.pairs[${k + 1}].zw, blank${k + 1}, labels.returns[${k}])), emitted.labels[${k}]), `
          : "vec4f(scaledZero, ",
        `scaledLoose(blank${k}, emitted.blank))`,
      ].join(""),
    )}));`,
    "}",
    "",
  ].join("\n");
}

/** `shareRun`: what share of all paths pass at each cell, and at the blanks and labels of the frame together. */
function shareText(tile: RunTile): string {
  const share = (mine: string, others: string): string =>
    `scaledPlain(scaledLoose(scaledLoose(${mine}, ${others}), labels.whole))`;
  return [
    "fn shareRun(way: Way, labels: Labels, arrived: Run, other: Other, pair: u32, row: u32, walked: u32, lane: u32, isFirst: bool) {",
    "  let ranked = sharesAt(way, walked);",
    "  let left = i32(way.labels) - i32(pair);",
    `  var sum = vec2f(select(0.0, ${share("arrived.lead", "other.pairs[0].zw")}, pair == 0u), 0.0);`,
    each(tile, (k) =>
      [
        `let label = ${share(`arrived.pairs[${k}].xy`, `other.pairs[${k}].xy`)};`,
        `let blank = ${share(`arrived.pairs[${k}].zw`, `other.pairs[${k + 1}].zw`)};`,
        `shares[ranked + labels.ranks[${k}]] = label;`,
        `sum += select(vec2f(0.0), vec2f(blank, label), left > ${k});`,
      ].join(" "),
    ),
    "  let all = vec2f(subgroupAdd(sum.x), subgroupAdd(sum.y));",
    "  if (lane == 0u) {",
    tile.isLong
      ? "    let earlier = select(vec2f(sums[row].x, sums[row].y), vec2f(0.0), isFirst);"
      : "    let earlier = vec2f(0.0);",
    "    sums[row].x = earlier.x + all.x;",
    "    sums[row].y = earlier.y + all.y;",
    "  }",
    "}",
    "",
  ].join("\n");
}
