import type { OptimizerDefinition } from "../optimizer.js";
import type { ShaderInterface } from "../plan/interface.js";
import type { Binding } from "../plan/plan.js";
import type { Window } from "./optimizerGroups.js";

/** Ranges of buffers of one kind, as a kernel sees them. */
export interface Bound {
  /** `parameters` or `gradients`. */
  readonly name: string;
  readonly access: Binding["access"];
  readonly windows: readonly Window[];
  /** WGSL: which buffer a tile's numbers are in, and the quad at which they begin. */
  readonly buffer: string;
  readonly quad: string;
  /** Whether the last quad may be read whole. */
  readonly padded: (window: Window) => boolean;
}

/** Declares the ranges and `load_<name>(tile, quad)`; of those to be written `store_<name>(tile, quad, values, rest)` too. */
export function boundText(shader: ShaderInterface, bound: Bound): string {
  const { name, access, windows, padded } = bound;
  const ranges = windows.map((window, k) => {
    const data = `${name}${k}`;
    const isVector = padded(window) && window.end > 4 * window.from;
    const size = isVector
      ? 16 * (Math.ceil(window.end / 4) - window.from)
      : 4 * (window.end - 4 * window.from);
    shader.storage(data, isVector ? "array<vec4f>" : "array<f32>", {
      buffer: `${name}/${window.buffer}`,
      offset: 16 * window.from,
      size: Math.max(isVector ? 16 : 4, size),
      access,
    });
    shader.sizes({ [`${data}From`]: window.from, [`${data}Buffer`]: window.buffer });
    return { data, isVector };
  });
  const choose = (statement: (range: { data: string; isVector: boolean }) => string): string =>
    ranges
      .map((range, k) => {
        const at = `{ let at = ${bound.quad} - uniforms.${range.data}From + quad; ${statement(range)} }`;
        return k === ranges.length - 1
          ? at
          : `if (${bound.buffer} == uniforms.${range.data}Buffer) ${at} else `;
      })
      .join("");
  const load = choose(({ data, isVector }) =>
    isVector
      ? `values = ${data}[at];`
      : `values = vec4f(${data}[4u * at], ${data}[4u * at + 1u], ${data}[4u * at + 2u], ${data}[4u * at + 3u]);`,
  );
  const text = [
    `fn load_${name}(tile: Tile, quad: u32) -> vec4f {`,
    `  var values = vec4f();\n  ${load}\n  return values;`,
    "}",
  ];
  if (access === "read_write") {
    const store = choose(({ data, isVector }) => {
      if (isVector) return `${data}[at] = values;`;
      return [0, 1, 2, 3]
        .map((k) => `if (rest > ${k}u) { ${data}[4u * at + ${k}u] = values[${k}]; }`)
        .join(" ");
    });
    text.push(`fn store_${name}(tile: Tile, quad: u32, values: vec4f, rest: u32) {`, `  ${store}`, "}");
  }
  return `${text.join("\n")}\n`;
}

/** `beginTile(index, lane)`: the tile's step is counted, and the body's corrections for it are made. */
export function countText({ counts, bodyName }: OptimizerDefinition): string {
  if (!counts) return "fn beginTile(index: u32, lane: u32) -> vec2f { return vec2f(); }\n";
  return [
    "fn beginTile(index: u32, lane: u32) -> vec2f {",
    "  let step = side.tiles[index].steps + 1u;",
    "  // Nobody writes the number before everybody has read it.",
    "  storageBarrier();",
    "  if (lane == 0u) { side.tiles[index].steps = step; }",
    `  return ${bodyName}Corrections(params(), f32(step));`,
    "}",
    "",
  ].join("\n");
}

/** `<body>State` and `moveQuad(tile, quad, corrections)`: four parameters through the body. */
export function moveText(
  { bodyName, fields, counts }: OptimizerDefinition,
  slots: readonly string[],
  clips: boolean,
): string {
  const slotAt = (field: string): string => `state[at + ${slots.indexOf(field)}u]`;
  const old = fields.map((field) => (slots.includes(field) ? slotAt(field) : "vec4f()"));
  return [
    `struct ${bodyName}State { ${["parameter", ...fields].map((field) => `${field}: vec4f`).join(", ")} }`,
    "fn moveQuad(tile: Tile, quad: u32, corrections: vec2f) {",
    `  let old = load_parameters(tile, quad);`,
    `  let gradients = load_gradients(tile, quad)${clips ? " * bitcast<f32>(side.clip)" : ""};`,
    slots.length > 0
      ? `  let at = ${slots.length}u * (tile.stateQuad - uniforms.firstStateQuad + quad);`
      : "",
    `  let moved = ${bodyName}Moved(params(), ${counts ? "corrections, " : ""}${bodyName}State(${["old", ...old].join(", ")}), gradients);`,
    "  // What lies behind the last parameter stays as it is.",
    "  let rest = tile.elements - 4u * quad;",
    "  store_parameters(tile, quad, select(old, moved.parameter, vec4u(0u, 1u, 2u, 3u) < vec4u(rest)), rest);",
    ...slots.map((field) => `  ${slotAt(field)} = moved.${field};`),
    "}",
    "",
  ].join("\n");
}
