import type { Product } from "./gemm.js";

/** A lane's tile, in blocks of 4 by 4. */
export interface TileSize {
  readonly down: number;
  readonly across: number;
  /**
   * The lanes that have the same rows are a subgroup of four, and a tile is four blocks down: each reads one of them, and
   * tells the others. In software, where reading costs more than the arithmetic.
   */
  readonly isShared: boolean;
}

/** `Tile` and what is done with it: `left4`, `left1`, `right4`, `right1` are what it reads. */
export function tileText({ down, across, isShared }: TileSize, gradient: Product["gradient"]): string {
  const blocks = range(down).flatMap((i) => range(across).map((j) => ({ i, j, name: `s${i}${j}` })));
  const all = (text: (block: (typeof blocks)[number]) => string, joint: string): string =>
    blocks.map(text).join(joint);
  // What is multiplied by a gradient of 0 counts for nothing, be it NaN: rows that do not count are not read for
  // their value. It is looked for four steps at a time; such four count for nothing here, and go step by step.
  const others = gradient === "left" ? range(across).map((j) => `b${j}`) : range(down).map((i) => `a${i}`);
  const finite = others.flatMap((name) => range(4).map((k) => `isFinite4(bitcast<vec4u>(${name}[${k}]))`));
  const read = (name: string, text: string): string =>
    gradient && others.includes(name) ? `  var ${name} = ${text};` : `  let ${name} = ${text};`;
  const product = {
    left: "select(a * b, vec4f(0.0), a == vec4f(0.0))",
    right: "select(a * b, vec4f(0.0), b == 0.0)",
  };
  return [
    `const TILE_ROWS = ${4 * down}u;`,
    `const TILE_COLUMNS = ${4 * across}u;`,
    `struct Tile { ${all(({ name }) => `${name}: mat4x4f`, ", ")} }`,
    `fn emptyTile() -> Tile { return Tile(${all(() => "mat4x4f()", ", ")}); }`,
    `fn addTiles(a: Tile, b: Tile) -> Tile { return Tile(${all(({ name }) => `a.${name} + b.${name}`, ", ")}); }`,
    "fn tileEntry(tile: Tile, row: u32, column: u32) -> f32 {",
    `  var blocks = array<mat4x4f, ${blocks.length}>(${all(({ name }) => `tile.${name}`, ", ")});`,
    `  return blocks[(row / 4u) * ${across}u + column / 4u][column % 4u][row % 4u];`,
    "}",
    // Where lanes read for each other, all take a tile, be it beyond the edge: there the last entries are read again.
    "fn takesTile(row: u32, column: u32) -> bool {",
    isShared ? "  return true;" : "  return row < uniforms.rows && column < uniforms.columns;",
    "}",
    "fn takeFour(row: u32, column: u32, depth: u32, member: u32, sums: ptr<function, Tile>) -> bool {",
    ...(isShared ? ["  let mine = left4(row + 4u * member, depth);"] : []),
    ...range(down).map((i) => read(`a${i}`, isShared ? toldBy(i) : `left4(row + ${4 * i}u, depth)`)),
    ...range(across).map((j) => read(`b${j}`, `right4(column + ${4 * j}u, depth)`)),
    `  let isTaken = ${gradient ? `all(${finite.join(" & ")})` : "true"};`,
    // By bits: a choice costs as much as four of these.
    ...(gradient ? ["  let kept = vec4u(select(0u, 0xffffffffu, isTaken));"] : []),
    ...(gradient
      ? others.map(
          (name) =>
            `  ${name} = mat4x4f(${range(4)
              .map((k) => `bitcast<vec4f>(bitcast<vec4u>(${name}[${k}]) & kept)`)
              .join(", ")});`,
        )
      : []),
    ...blocks.map(({ i, j, name }) => `  (*sums).${name} += a${i} * b${j};`),
    "  return isTaken;",
    "}",
    `fn times(a: vec4f, b: f32) -> vec4f { return ${gradient ? product[gradient] : "a * b"}; }`,
    "fn outer(a: vec4f, b: vec4f) -> mat4x4f { return mat4x4f(times(a, b.x), times(a, b.y), times(a, b.z), times(a, b.w)); }",
    "fn takeOne(row: u32, column: u32, depth: u32, sums: ptr<function, Tile>) {",
    ...range(down).map((i) => `  let a${i} = left1(row + ${4 * i}u, depth);`),
    ...range(across).map((j) => `  let b${j} = right1(column + ${4 * j}u, depth);`),
    ...blocks.map(({ i, j, name }) => `  (*sums).${name} += outer(a${i}, b${j});`),
    "}",
    "",
  ].join("\n");
}

/** What a lane of the subgroup read. */
function toldBy(lane: number): string {
  return `mat4x4f(${range(4)
    .map((k) => `subgroupBroadcast(mine[${k}], ${lane}u)`)
    .join(", ")})`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
