import body from "../../shaders/families/topClass.wgsl?raw";
import { type Definition, definitionOf, type RowwiseDefinition } from "../definition.js";
import { rowwise } from "./rowwise.js";

const found = rowwise({
  name: "topClass",
  inputs: { logits: "logits", probabilities: "unit", labels: "labels" },
  oneOf: [["logits", "probabilities"]],
  gradients: [],
  params: {},
  state: { peak: "f32", index: "u32", rest: "f32" },
  carried: (_params, given) => ["peak", "index", ...(given.includes("output:confidence") ? ["rest"] : [])],
  outputs: ["confidence"],
  flags: (_params, given) => ({
    FromLogits: given.includes("logits"),
    WantsConfidence: given.includes("output:confidence"),
  }),
  formula: String.raw`1+\arg\max_c x_c`,
  citation: "",
  body,
});

/** The largest class of each row, counted from 1, in the place of a loss; rows that do not count are 0. */
export function topClass(name: string): RowwiseDefinition {
  return { ...(found()[definitionOf] as Definition & RowwiseDefinition), name };
}
