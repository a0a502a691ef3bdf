import type { ShaderInterface } from "../plan/interface.js";
import type { Frame, Range } from "./frame.js";
import {
  declareLabels,
  elementsBound,
  labelsInput,
  type RowWalk,
  rowBaseText,
  rowInputs,
} from "./rowwiseInputs.js";
import { declareLooked, isLeftWord } from "./rowwiseLook.js";
import { areOutText, masksOf } from "./rowwiseMask.js";
import { elementInput } from "./storage.js";
import { weightsText } from "./weights.js";

/** What each row adds to the divisor, from labels and weights; values are only looked at for masks. */
export function countGlue(frame: Frame, shader: ShaderInterface, walk: RowWalk, range: Range): string {
  const { request } = frame;
  const { definition, layout, kinds } = walk;
  const labels = labelsInput(frame, walk);
  const values = rowInputs(frame, walk);
  const { masks, maskable } = masksOf(values, kinds);
  const weighted = request.reduction === "weightedMean";
  const listed =
    labels && definition.perClassDivides && Array.isArray(request.params[definition.perClass ?? ""]);
  const out = [];
  if (walk.spans && maskable.length > 0) out.push(declareLooked(frame, shader, walk, range));
  if (!walk.spans) {
    out.push(rowBaseText(shader, walk, range));
    for (const name of maskable) {
      const { dtype, offset } = request.inputs[name] ?? { dtype: "f32" as const, offset: 0 };
      const { first, count } = elementsBound(walk, range);
      const part = frame.part(shader, name, `input/${name}`, dtype, false, first, count, offset);
      out.push(elementInput(shader, { name, dtype, vector: false, ...part }));
    }
    out.push(...maskable.map((name) => areOutText(request, walk, masks, name)));
  }
  const counted = [
    ...(labels ? ["(label != i32(uniforms.ignoreIndex))"] : []),
    ...maskable.map((name, i) => (walk.spans ? `(${isLeftWord(i)})` : `!areOut_${name}(rowBase(item))`)),
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
