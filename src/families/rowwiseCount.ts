import type { ShaderInterface } from "../plan/interface.js";
import type { Frame, Range } from "./frame.js";
import {
  declareLabels,
  labelsInput,
  type RowWalk,
  rowBaseText,
  rowInputs,
  strideOf,
} from "./rowwiseInputs.js";
import { leftOutText, masksOf } from "./rowwiseMask.js";
import { elementInput } from "./storage.js";
import { weightsText } from "./weights.js";

/** What each row adds to the divisor, from labels and weights; values are only looked at for masks. */
export function countGlue(frame: Frame, shader: ShaderInterface, walk: RowWalk, range: Range): string {
  const { request } = frame;
  const { definition, layout, kinds } = walk;
  const labels = labelsInput(frame, walk);
  const values = rowInputs(frame, walk);
  const { masks, maskable } = masksOf(values, kinds);
  const left = leftOutText(request, masks, false);
  const weighted = request.reduction === "weightedMean";
  const listed =
    labels && definition.perClassDivides && Array.isArray(request.params[definition.perClass ?? ""]);
  const out = [rowBaseText(shader, walk)];
  for (const name of maskable) {
    const { dtype, offset } = request.inputs[name] ?? { dtype: "f32" as const, offset: 0 };
    const window = frame.window(
      `input/${name}`,
      dtype,
      false,
      range.first * layout.classes,
      range.count * layout.classes,
      offset,
    );
    out.push(elementInput(shader, { name, dtype, vector: false, binding: window }));
  }
  for (const name of maskable) {
    const isOut = masks.includes(name)
      ? left
      : [`(bits_${name} == minusInfinityBits)`, left].filter(Boolean).join(" | ");
    out.push(
      [
        `fn isOut_${name}(at: u32) -> bool {`,
        ...[...new Set([...masks, name])].map((input) => `  let bits_${input} = read_${input}(at);`),
        `  return ${isOut};`,
        "}",
        // The first class mostly says it, and has no loop.
        `fn areOut_${name}(base: u32) -> bool {`,
        `  var areOut = isOut_${name}(base);`,
        "  for (var c = 1u; areOut && c < uniforms.classes; c++) {",
        `    areOut = isOut_${name}(base + c * ${strideOf(walk)});`,
        "  }",
        "  return areOut;",
        "}",
        "",
      ].join("\n"),
    );
  }
  const counted = [
    ...(labels ? ["(label != i32(uniforms.ignoreIndex))"] : []),
    ...maskable.map((name) => `!areOut_${name}(rowBase(item))`),
  ];
  if (weighted) out.push(weightsText(frame, shader, layout, range, "one"));
  if (labels) {
    out.push(declareLabels(frame, shader, labels, range));
    shader.field("ignoreIndex", "u32", { u32: Number(request.params.ignoreIndex) >>> 0 });
  }
  if (listed) out.push(frame.listText());
  out.push(
    [
      "fn countItem(item: u32) -> Count {",
      ...(labels ? ["  let label = labelOf(item);"] : []),
      `  let isCounted = ${counted.join(" & ") || "true"};`,
      ...(weighted
        ? [
            "  let bits = weightBits(item);",
            "  let usable = (bits & infinityBits) != infinityBits;",
            "  let weight = select(0.0, bitcast<f32>(bits), usable);",
          ]
        : ["  let usable = true;", "  let weight = 1.0;"]),
      ...(listed
        ? [
            "  let isClass = label >= 0 && u32(label) < uniforms.classes;",
            "  let share = select(0.0, listNumber(u32(select(0, label, isClass))), isClass);",
          ]
        : ["  let isClass = true;", "  let share = 1.0;"]),
      // By choices instead of branches, of which SwiftShader runs both sides.
      "  let own = select(0.0, weight, isCounted);",
      "  return Count(select(0u, 1u, isCounted), own * share, own, select(0u, 1u, isCounted & !(usable & isClass)));",
      "}",
      "",
    ].join("\n"),
  );
  return out.join("");
}
