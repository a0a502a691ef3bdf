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

/** What the sweep does with every pair of a run, written out, so that columns stay in registers. */
export function runText(tile: RunTile): string {
  return [
    `const RUN = ${tile.run}u;`,
    `const STRIP = ${4 * tile.run}u;`,
    `const TIDY = ${tidy}u;`,
    labelsText(tile),
    openText(tile),
    walkText(tile),
    tidyText(tile),
    closeText(tile),
    "",
  ].join("\n");
}

/** The turn of every pair of a run. */
function each({ run }: RunTile, turn: (k: number) => string): string {
  return Array.from({ length: run }, (_, k) => `  { ${turn(k)} }`).join("\n");
}

/** What does not change from frame to frame: classes, who may pass the blank before, and where the other direction's cells lie. */
function labelsText(tile: RunTile): string {
  return [
    "struct Labels {",
    "  classes: array<u32, RUN>,",
    "  skips: array<bool, RUN>,",
    ...(tile.resumes ? ["  quads: array<u32, RUN + 1u>,", "  ranks: array<u32, RUN>,"] : []),
    "}",
    "fn openLabels(way: Way, first: u32) -> Labels {",
    "  var all: Labels;",
    "  let pathAt = cellsBefore(way.sequence, way.first);",
    "  let last = 2u * way.labels;",
    each(tile, (k) =>
      [
        `let pair = first + ${k}u;`,
        "let cell = min(2u * pair + 1u, last);",
        "let place = select(cell, last - cell, way.direction == 1u);",
        "let entry = path[pathAt + place];",
        `all.classes[${k}] = select(uniforms.blank, entry >> 2u, pair < way.labels);`,
        `all.skips[${k}] = ((entry >> way.direction) & 1u) == 1u;`,
        ...(tile.resumes
          ? [
              `all.quads[${k}] = select(pair, way.labels - pair, pair <= way.labels);`,
              `all.ranks[${k}] = select(pair, path[pathAt + max(place, 1u) - 1u], pair < way.labels);`,
            ]
          : []),
      ].join(" "),
    ),
    ...(tile.resumes
      ? [
          `  let behind = first + ${tile.run}u;`,
          `  all.quads[${tile.run}] = select(behind, way.labels - behind, behind <= way.labels);`,
        ]
      : []),
    "  return all;",
    "}",
  ].join("\n");
}

/** `openRun`: the column before the first frame, from where all paths start at the first blank, or the border. */
function openText(tile: RunTile): string {
  return [
    "fn openRun(way: Way, first: u32) -> array<vec4f, RUN> {",
    "  var run: array<vec4f, RUN>;",
    "  let border = borderAt(way.sequence, way.first, way.direction) + 2u * first;",
    each(tile, (k) =>
      tile.resumes
        ? `run[${k}] = vec4f(borders[border + ${2 * k}u], borders[border + ${2 * k + 1}u]);`
        : `run[${k}] = vec4f(select(scaledZero, scaledOne, first + ${k}u == 0u), scaledZero);`,
    ),
    "  return run;",
    "}",
  ].join("\n");
}

/** `walkRun`: a frame. */
function walkText(tile: RunTile): string {
  const { run, isLong, resumes, keeps } = tile;
  const emitted = (k: number, name: string): string =>
    `${name} = emission(logitsAt + labels.classes[${k}], peak);`;
  const leave = resumes
    ? [
        // Cells count from the other end there: this blank and the label before it, as this label is before the next blank.
        "let next = lattice[quads + labels.quads[K + 1u]];",
        "let blankShare = scaledPlain(scaledLoose(scaledLoose(arrived.blank, other.xy), whole));",
        "let labelShare = scaledPlain(scaledLoose(scaledLoose(arrived.label, next.zw), whole));",
        "other = next;",
        "shares[quads + labels.ranks[K]] = labelShare;",
        "sum += vec2f(select(0.0, blankShare, left >= i32(K)), select(0.0, labelShare, left > i32(K)));",
      ].join(" ")
    : keeps
      ? "lattice[quads + pair + K] = run[K];"
      : "";
  return [
    "fn walkRun(way: Way, labels: Labels, before: array<vec4f, RUN>, pair: u32, walked: u32, lane: u32, isFirst: bool, seen: Seen) -> array<vec4f, RUN> {",
    "  var run = before;",
    "  let row = rowOf(way, walked);",
    "  let logitsAt = row * uniforms.classes;",
    "  let peak = seen.peak;",
    "  let blank = emissionOf(seen.blank, peak);",
    ...(keeps
      ? ["  let quads = cellAt(frameAt(way, walked), way.sequence, way.first, way.labels) / 2u;"]
      : []),
    ...(resumes
      ? [
          "  let left = i32(way.labels) - i32(pair);",
          "  let whole = scaledInverse(borders[wholeAt(way.sequence)]);",
          "  var sum = vec2f(0.0);",
          "  var other = lattice[quads + labels.quads[0]];",
        ]
      : []),
    `  let last = before[${run - 1}].zw;`,
    "  var start = scaledZero;",
    ...(isLong
      ? [
          "  let onward = subgroupBroadcast(last, 3u);",
          "  if (lane == 0u) {",
          "    if (!isFirst) { start = vec2f(sums[row].z, sums[row].w); }",
          "    sums[row].z = onward.x;",
          "    sums[row].w = onward.y;",
          "  }",
        ]
      : []),
    "  let edge = select(subgroupShuffleUp(last, 1u), start, lane == 0u);",
    // What does not wait for the frame before goes first, where there are registers for it.
    ...(resumes ? [] : Array.from({ length: run }, (_, k) => `  ${emitted(k, `let emitted${k}`)}`)),
    each(tile, (k) =>
      [
        `let arrived = arrive(before[K].xy, before[K].zw, ${k > 0 ? `before[${k - 1}].zw` : "edge"}, labels.skips[K]);`,
        resumes ? emitted(k, "let label") : `let label = emitted${k};`,
        "run[K] = vec4f(scaledLoose(arrived.blank, blank), scaledLoose(arrived.label, label));",
        leave,
      ]
        .join(" ")
        .replaceAll(/\bK\b/g, `${k}u`),
    ),
    ...(resumes
      ? [
          "  let all = vec2f(subgroupAdd(sum.x), subgroupAdd(sum.y));",
          "  if (lane == 0u) {",
          isLong
            ? "    let earlier = select(vec2f(sums[row].x, sums[row].y), vec2f(0.0), isFirst);"
            : "    let earlier = vec2f(0.0);",
          "    sums[row].x = earlier.x + all.x;",
          "    sums[row].y = earlier.y + all.y;",
          "  }",
        ]
      : []),
    "  return run;",
    "}",
  ].join("\n");
}

/** `tidyRun`: mantissas back into [1, 2). */
function tidyText(tile: RunTile): string {
  return [
    "fn tidyRun(before: array<vec4f, RUN>) -> array<vec4f, RUN> {",
    "  var run = before;",
    each(
      tile,
      (k) =>
        `run[${k}] = vec4f(scaledNormal(before[${k}].x, before[${k}].y), scaledNormal(before[${k}].z, before[${k}].w));`,
    ),
    "  return run;",
    "}",
  ].join("\n");
}

/** `closeRun`: where the directions meet, each leaves its column, with the cells behind the last. */
function closeText(tile: RunTile): string {
  return [
    "fn closeRun(way: Way, run: array<vec4f, RUN>, first: u32) {",
    "  let border = borderAt(way.sequence, way.first, way.direction) + 2u * first;",
    tile.resumes
      ? ""
      : each(
          tile,
          (k) =>
            `borders[border + ${2 * k}u] = run[${k}].xy; borders[border + ${2 * k + 1}u] = run[${k}].zw;`,
        ),
    "}",
  ].join("\n");
}
