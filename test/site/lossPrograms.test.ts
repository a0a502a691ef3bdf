/** The programs on the pages of losses: each runs as it is printed, and says what its page says it does. */
import * as fusedloss from "fusedloss";
import { evaluate } from "fusedloss/reference";
import { describe, expect, it } from "vitest";
import { programOf } from "../../demo/model/program.js";
import { pages } from "../../demo/model/shelves.js";

const exports = fusedloss as Readonly<Record<string, unknown>>;

/** Runs a printed program with the reference in the engine's place. */
async function run(text: string): Promise<{ readonly loss: unknown }> {
  const [, names = "", body = ""] = text.match(/^import \{ (.*) \} from "fusedloss";\n([\s\S]*)$/) ?? [];
  const given = names.split(", ");
  const values = given.map((name) => (name === "createEngine" ? async () => ({ evaluate }) : exports[name]));
  const program = new Function(...given, `return (async () => {${body}\nreturn result;})();`);
  return program(...values);
}

describe("the program of", () => {
  it.each(pages.map((info) => [info.name, info] as const))("%s", async (_, info) => {
    const program = programOf(info, {});
    expect(program).toBeDefined();
    const { loss, inputs, text } = program!;
    const values = Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value]));
    const expected = evaluate(loss, values);
    expect(Math.abs(Number(expected.loss))).toBeGreaterThan(0);
    expect(expected.loss).toBeLessThan(Infinity);
    expect((await run(text)).loss).toBe(expected.loss);
  });

  it("a loss with parameters gives them", async () => {
    const huber = pages.find(({ name }) => name === "huber")!;
    const { loss, text } = programOf(huber, { delta: 0.25 })!;
    expect(text).toContain("huber({ delta: 0.25 })");
    expect(loss.params).toEqual({ delta: 0.25 });
    expect(() => programOf(huber, { detla: 2 })).toThrow(/did you mean "delta"/);
  });
});
