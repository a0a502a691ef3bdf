/** A loss as it stands in the editor, and the loss that it makes. */
import { customLoss, type Loss } from "fusedloss";

export interface Draft {
  /** The body, of `predictions`, `targets` and the parameters. */
  readonly wgsl: string;
  readonly params: Readonly<Record<string, number>>;
}

/** @throws ShaderError that says line and column; InvalidInputError for a parameter's name */
export const lossOf = ({ wgsl, params }: Draft): Loss<"predictions" | "targets", "predictions"> =>
  customLoss({ name: "yours", inputs: ["predictions", "targets"], params, wgsl });

/** The program that makes it elsewhere. */
export function programOf({ wgsl, params }: Draft): string {
  const list = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  const body = wgsl
    .trim()
    .split("\n")
    .map((line) => `    ${line}`.trimEnd())
    .join("\n");
  return `import { customLoss } from "fusedloss";

const yours = customLoss({
  name: "yours",
  inputs: ["predictions", "targets"],${list.length > 0 ? `\n  params: { ${list.join(", ")} },` : ""}
  wgsl: \`
${body}
  \`,
});`;
}
