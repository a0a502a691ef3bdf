/** The smallest program with a loss: its text, and what the text makes. */
import type { Loss, LossInfo } from "fusedloss";
import type { Address } from "./address.js";
import { catalogue } from "./catalogue.js";
import { composed } from "./composed.js";
import { exampleOf, type Literals, literals } from "./examples.js";

type Settings = Address["settings"];

export interface Program {
  readonly loss: Loss;
  readonly inputs: Literals;
  readonly text: string;
}

interface Parts {
  readonly imports: readonly string[];
  readonly call: string;
  readonly loss: Loss;
  readonly inputs: Literals;
}

const keyText = (name: string) => (/^\w+$/.test(name) ? name : JSON.stringify(name));

function callText(name: string, settings: Settings): string {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  if (given.length === 0) return `${name}()`;
  return `${name}({ ${given.map(([field, value]) => `${field}: ${JSON.stringify(value)}`).join(", ")} })`;
}

function partsOf(info: LossInfo, settings: Settings): Parts | undefined {
  const made = composed[info.name];
  if (made) return { ...made, inputs: literals(made.inputs) };
  const entry = catalogue.find((one) => one.info === info);
  if (!entry) return undefined;
  const [exported = ""] = info.name.split(".");
  const inputs = exampleOf(info, settings);
  const tensors = Object.values(inputs).some(({ text }) => text.startsWith("tensor("));
  return {
    imports: tensors ? [exported, "tensor"] : [exported],
    call: callText(info.name, settings),
    loss: entry.make(settings),
    inputs,
  };
}

/**
 * The program of a loss with these parameters; undefined where none is known.
 *
 * @throws what the loss says of a parameter that it does not take
 */
export function programOf(info: LossInfo, settings: Settings): Program | undefined {
  const parts = partsOf(info, settings);
  if (!parts) return undefined;
  const { imports, call, loss, inputs } = parts;
  const given = Object.entries(inputs).map(([name, { text }]) => `  ${keyText(name)}: ${text},`);
  const text = `import { ${["createEngine", ...imports].sort().join(", ")} } from "fusedloss";

const engine = await createEngine();
const loss = ${call.replaceAll("\n  ", "\n")};
const result = await engine.evaluate(loss, {
${given.join("\n")}
});`;
  return { loss, inputs, text };
}
