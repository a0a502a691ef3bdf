import type { Params, RowwiseDefinition } from "../definition.js";
import type { ShaderInterface } from "../plan/interface.js";
import { paramsText } from "./params.js";

/** The inputs of a loss that have the class axis: all but labels and numbers of rows. */
export function classInputs(definition: RowwiseDefinition): string[] {
  return Object.keys(definition.inputs).filter(
    (name) => definition.inputs[name] !== "labels" && !definition.perRow.includes(name),
  );
}

/** A word of a field of the state: a vector in a struct would be padded to its own size. */
export interface StateWord {
  readonly field: string;
  /** `peak`, or `squares.x`. */
  readonly from: string;
  readonly type: "f32" | "u32";
}

/** The words of one field of a body's state. */
export function stateWords({ state }: RowwiseDefinition, name: string): StateWord[] {
  const type = state[name];
  if (type === "f32" || type === "u32") return [{ field: name, from: name, type }];
  const lanes = ["x", "y", "z", "w"].slice(0, type === "vec2f" ? 2 : 4);
  return lanes.map((lane) => ({ field: `${name}_${lane}`, from: `${name}.${lane}`, type: "f32" }));
}

/** What a body sees of an input that is not given: a mask lets all count. */
export function absent(definition: RowwiseDefinition, name: string): string {
  return definition.inputs[name] === "mask" ? "1.0" : "0.0";
}

/** Structs and switches that a rowwise body is written against; `isHeld`: rows are in registers, known whole. */
export function rowwiseStructs(
  shader: ShaderInterface,
  definition: RowwiseDefinition,
  params: Params,
  given: readonly string[],
  isHeld = false,
): string {
  const { bodyName } = definition;
  const struct = (name: string, fields: readonly string[]): string =>
    `struct ${bodyName}${name} { ${fields.join(", ")} }`;
  const flags = Object.entries({
    ...definition.flags(params, given),
    ...(definition.holds ? { Holds: isHeld } : {}),
  });
  return [
    paramsText(shader, bodyName, definition.numbers(params)),
    definition.stateStruct
      ? `alias ${bodyName}State = ${definition.stateStruct};`
      : struct(
          "State",
          Object.entries(definition.state).map(([name, type]) => `${name}: ${type}`),
        ),
    struct("Row", [
      "label: u32",
      "labelValue: f32",
      "classWeight: f32",
      "classes: f32",
      "plainRatio: f32",
      ...definition.perRow.map((name) => `${name}: f32`),
    ]),
    struct("Item", [
      "index: u32",
      ...classInputs(definition).map((name) => `${name}: f32`),
      "classWeight: f32",
      ...(definition.holds ? ["kept: f32"] : []),
    ]),
    // Of nothing there is no struct.
    definition.gradients.length > 0
      ? struct(
          "Slopes",
          definition.gradients.map((name) => `${name}: f32`),
        )
      : "",
    ...flags.map(([name, value]) => `const ${bodyName}${name} = ${value};`),
    "",
  ].join("\n");
}
