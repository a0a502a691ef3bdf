/** How a lane goes through pairs: so many rows of ours at a time, each with four others. */
export interface PairTile {
  readonly rows: 4 | 8;
  /** Quads of a gradient that a lane adds up at a time. */
  readonly quads: 1 | 2;
  /** Every row's turn is written out; else a loop takes them: slower, and compiled in a fraction of the time. */
  readonly isWrittenOut: boolean;
  /**
   * The lanes that have the same rows are a subgroup of four: each reads a quarter of what all need, and tells the
   * others. In software, where a read costs as much as eight multiplications, that is twice as fast.
   */
  readonly isShared: boolean;
}

const lanes = [0, 1, 2, 3] as const;

/** What the kernels over pairs do with all rows of a tile. */
export function tileText(tile: PairTile): string {
  return [
    `const ROWS = ${tile.rows}u;`,
    `const QUADS = ${tile.quads}u;`,
    rowsText(tile),
    scoreText(tile),
    takeText(tile),
    "",
  ].join("\n");
}

/** What the kernels of gradients do beside that. */
export function pullText(tile: PairTile): string {
  return [openText(tile), columnText(tile), sumText(tile), ""].join("\n");
}

/** The turn of every row; `k` is its number, as text and, where turns are written out, as a number too. */
function each({ rows, isWrittenOut }: PairTile, turn: (k: string, at: number) => string): string {
  return isWrittenOut
    ? Array.from({ length: rows }, (_, at) => `  { ${turn(`${at}u`, at)} }`).join("\n")
    : `  for (var k = 0u; k < ROWS; k++) { ${turn("k", 0)} }`;
}

/** What there is once for every four rows. */
function fours({ rows }: PairTile, text: (four: number) => string): string[] {
  return Array.from({ length: rows / 4 }, (_, four) => text(four));
}

/** `openRows`: what roles and scores need to know of our rows. The last row stands for those beyond it. */
function rowsText(tile: PairTile): string {
  return [
    "struct OwnRows { first: u32, unusable: u32, identities: array<u32, ROWS> }",
    "fn openRows(first: u32) -> OwnRows {",
    "  var rows: OwnRows;",
    "  rows.first = first;",
    each(
      tile,
      (k) =>
        `let own = ownRow(first + ${k}); rows.identities[${k}] = identityOf(own); rows.unusable |= select(0u, 1u << ${k}, inverses[uniforms.ownFirst + own] == nanBits);`,
    ),
    "  return rows;",
    "}",
  ].join("\n");
}

/** `scoreTile`: sums are taken in blocks, so that long rows keep their digits. */
function scoreText(tile: PairTile): string {
  const { isShared } = tile;
  const units = isShared
    ? fours(tile, (four) => `  let unit${four} = ownInverse(first + ${4 * four}u + member);`)
    : ["  var units = array<f32, ROWS>();", each(tile, (k) => `units[${k}] = ownInverse(first + ${k});`)];
  const reads = isShared
    ? fours(
        tile,
        (four) =>
          `      let read${four} = loadOwn(ownRow(first + ${4 * four}u + member), quad) * unit${four};`,
      )
    : [];
  const rowOf = (k: string, at: number): string =>
    isShared
      ? `subgroupBroadcast(read${at >> 2}, ${at % 4}u)`
      : `loadOwn(ownRow(first + ${k}), quad) * units[${k}]`;
  return [
    "fn scoreTile(first: u32, other: u32, member: u32) -> array<vec4f, ROWS> {",
    ...lanes.map((lane) => `  let other${lane} = min(other + ${lane}u, uniforms.others - 1u);`),
    ...units,
    "  var sums = array<vec4f, ROWS>();",
    "  for (var start = 0u; start < uniforms.quads; start += BLOCK) {",
    "    let end = min(start + BLOCK, uniforms.quads);",
    "    var block = array<vec4f, ROWS>();",
    "    for (var quad = start; quad < end; quad++) {",
    ...lanes.map((lane) => `      let b${lane} = loadOther(other${lane}, quad);`),
    ...reads,
    each(
      tile,
      (k, at) =>
        `let a = ${rowOf(k, at)}; block[${k}] += vec4f(${lanes.map((lane) => `term(a, b${lane})`).join(", ")});`,
    ),
    "    }",
    each(tile, (k) => `sums[${k}] += block[${k}];`),
    "  }",
    `  let scale = vec4f(${lanes.map((lane) => `otherInverse(other${lane})`).join(", ")});`,
    each(tile, (k) => `sums[${k}] *= scale;`),
    "  return sums;",
    "}",
  ].join("\n");
}

/** `emptyStates`, and `takeColumn`: what another is to each of our rows goes into their states. */
function takeText(tile: PairTile): string {
  return [
    "fn emptyStates() -> array<State, ROWS> {",
    "  var states: array<State, ROWS>;",
    each(tile, (k) => `states[${k}] = emptyState();`),
    "  return states;",
    "}",
    "fn takeColumn(states: ptr<function, array<State, ROWS>>, rows: OwnRows, other: Other, scores: array<vec4f, ROWS>, column: u32) {",
    each(
      tile,
      (k) =>
        `let role = roleIn(ownRow(rows.first + ${k}), rows.identities[${k}], other); (*states)[${k}] = takePair((*states)[${k}], role, other.row, select(scores[${k}][column], 0.0, other.isOff || (rows.unusable & (1u << ${k})) != 0u));`,
    ),
    "}",
  ].join("\n");
}

/** `openPulls`: how much, and by what, the items of our rows pull. */
function openText(tile: PairTile): string {
  return [
    "struct OwnPulls { all: array<Pull, ROWS>, broken: u32 }",
    "fn openPulls(first: u32) -> OwnPulls {",
    "  var own: OwnPulls;",
    each(
      tile,
      (k) =>
        `own.all[${k}] = pullOf(ownRow(first + ${k}), 0u); own.broken |= select(0u, 1u << ${k}, own.all[${k}].isBroken);`,
    ),
    "  return own;",
    "}",
  ].join("\n");
}

/** `pullColumn`: the slopes of the scores of another with each of our rows. */
function columnText(tile: PairTile): string {
  return [
    "fn pullColumn(gathered: ptr<function, Gathered>, rows: OwnRows, own: OwnPulls, other: Other, scores: array<vec4f, ROWS>, column: u32) -> array<vec4f, ROWS / 4u> {",
    "  let theirs = pullOf(other.row, 1u);",
    "  let broken = own.broken | select(0u, (1u << ROWS) - 1u, theirs.isBroken);",
    "  (*gathered).broken |= select(0u, broken, other.isThere);",
    "  var pulled = array<vec4f, ROWS / 4u>();",
    each(
      tile,
      (k) =>
        `let score = scores[${k}][column]; let role = roleIn(ownRow(rows.first + ${k}), rows.identities[${k}], other); let slope = pulledBy(own.all[${k}], role, score) + pulledBy(theirs, role, score); (*gathered).along[${k}] += slope * score; (*gathered).live |= select(0u, 1u << ${k}, slope != 0.0); pulled[${k} / 4u][${k} % 4u] = slope;`,
    ),
    "  return pulled;",
    "}",
  ].join("\n");
}

/** `sumOthers`: slopes times others, for each of our rows and QUADS quads, SHARES apart. */
function sumText(tile: PairTile): string {
  const { quads, rows, isShared } = tile;
  const count = rows / 4;
  const every = Array.from({ length: quads }, (_, quad) => quad);
  const reads = fours(tile, (four) =>
    isShared
      ? `    let by${four} = slopes[${count}u * (place + column) + ${four}u][member];`
      : `    let by${four} = slopes[${count}u * (place + column) + ${four}u];`,
  );
  const slopeOf = (k: string, at: number): string =>
    isShared ? `subgroupBroadcast(by${at >> 2}, ${at % 4}u)` : `by${at >> 2}[${k} % 4u]`;
  return [
    "fn sumOthers(first: u32, count: u32, place: u32, quad: u32, member: u32) -> array<vec4f, ROWS * QUADS> {",
    "  var sums = array<vec4f, ROWS * QUADS>();",
    "  for (var column = 0u; column < count; column++) {",
    ...every.map(
      (one) =>
        `    let x${one} = loadOther(first + column, min(quad + ${one}u * SHARES, uniforms.quads - 1u));`,
    ),
    ...reads,
    each(
      tile,
      (k, at) =>
        `let slope = ${slopeOf(k, at)}; ${every.map((one) => `sums[${one}u * ROWS + ${k}] += slope * x${one};`).join(" ")}`,
    ),
    "  }",
    "  return sums;",
    "}",
  ].join("\n");
}
