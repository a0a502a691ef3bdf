/** Every complaint about a body, by its place and its words; and about the options around it. */
import { describe, expect, it } from "vitest";
import { customLoss } from "../../src/combine/customLoss.js";
import { InvalidInputError, ShaderError } from "../../src/errors.js";

function made(wgsl: string, more: Readonly<Record<string, unknown>> = {}): unknown {
  const options = { name: "mine", inputs: ["predictions", "targets"], params: { cost: 2 }, wgsl, ...more };
  return customLoss(options as never);
}

function caught(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown.");
}

/** Title, body, line, column, what the message holds. */
type Fault = readonly [title: string, wgsl: string, line: number, column: number, says: RegExp];

const parsing: readonly Fault[] = [
  ["no semicolon", "return predictions", 1, 19, /found the end of the text, wanted ";"/],
  ["no operand", "return predictions + ;", 1, 22, /found ";", wanted a value/],
  ["an open parenthesis", "return (predictions - 1;", 1, 24, /wanted "\)" for the "\(" at 1:8/],
  ["an open block", "if (cost > 1) {\n  return predictions;", 1, 15, /this { is never closed/],
  ["a brace too many", "return predictions; }", 1, 21, /there is no { that this } would close/],
  ["an open comment", "/* return\npredictions;", 1, 1, /comment has no end/],
  ["a foreign character", "return predictions # 2;", 1, 20, /"#" has no meaning/],
  ["a bad number", "return predictions * 3px;", 1, 22, /3px is no number/],
  ["an f16", "return predictions * 3h;", 1, 22, /3h is an f16; .* write 3\./],
  ["a number too large", "return predictions * 1e39;", 1, 22, /1e\+39 is not a number that f32 holds/],
  [
    "a statement that is none",
    "predictions - targets;\nreturn 1;",
    1,
    13,
    /found "-", wanted "=" after predictions/,
  ],
  ["an empty return", "return;", 1, 1, /gives nothing; the loss of one element/],
  [
    "mixed logic",
    "let a = cost > 1 && cost < 2 || true;\nreturn predictions;",
    1,
    30,
    /which of && and \|\|/,
  ],
  ["a chain of comparisons", "let a = 0 < cost < 2;\nreturn predictions;", 1, 18, /which of < and </],
  ["a vector", "return vec2f(predictions, 1).x;", 1, 29, /no vectors and no fields/],
  ["a field", "return params.cost;", 1, 14, /no vectors and no fields/],
  ["an element", "return predictions[0];", 1, 19, /no arrays/],
  ["a whole function", "fn loss() -> f32 { return 1; }", 1, 1, /without fn/],
  ["while", "while (true) { }\nreturn predictions;", 1, 1, /"while" has no bound.*for with constant bounds/],
  ["loop", "  loop { break; }\nreturn predictions;", 1, 3, /"loop" has no bound/],
  ["switch", "switch 1 { default { } }", 1, 1, /"switch" is outside the subset/],
  [
    "bitcast",
    "return f32(bitcast<u32>(predictions));",
    1,
    12,
    /bitcast is outside the subset.*no derivative/,
  ],
  ["a let without value", "let a: f32;\nreturn predictions;", 1, 11, /wanted "=" and a value/],
  ["a reserved word", "let smooth = 1.0;\nreturn predictions;", 1, 5, /"smooth" is a reserved word/],
  ["an address space", "var<private> a = 1.0;\nreturn predictions;", 1, 4, /plain var/],
  ["two underscores", "let __a = 1.0;\nreturn predictions;", 1, 5, /cannot be a name/],
  ["a decrement in a value", "return --predictions;", 1, 8, /-- is a statement of its own/],
];

const meaning: readonly Fault[] = [
  ["an unknown function", "let e = predictions;\n\treturn huber(e);", 2, 9, /no function "huber"/],
  ["a misspelt function", "return soft_plus(predictions);", 1, 8, /did you mean "softplus"/],
  ["a function outside", "return dot(predictions, targets);", 1, 8, /dot is outside the subset/],
  [
    "an unknown name",
    "return predictoins;",
    1,
    8,
    /no "predictoins" here \(did you mean "predictions"\?\); known are/,
  ],
  ["a name out of its block", "{ let a = 1.0; }\nreturn predictions * a;", 2, 22, /no "a" here/],
  ["a function without arguments", "return predictions * exp;", 1, 22, /exp is a function/],
  ["a hidden function", "let exp = 1.0;\nreturn exp(predictions);", 2, 8, /exp is a variable here/],
  [
    "assignment to an input",
    "predictions = 0.0;\nreturn predictions;",
    1,
    1,
    /"predictions" is an input and cannot be assigned/,
  ],
  ["assignment to a parameter", "cost += 1.0;\nreturn predictions;", 1, 1, /"cost" is a parameter/],
  ["assignment to a let", "let a = predictions;\na = 1.0;\nreturn a;", 2, 1, /"a" is a let .* var own = a;/],
  ["assignment to a const", "const a = 1.0;\na = 2.0;\nreturn predictions;", 2, 1, /"a" is a const/],
  [
    "assignment to a counter",
    "for (var i = 0; i < 3; i++) { i = 2; }\nreturn predictions;",
    1,
    31,
    /counter of a loop/,
  ],
  ["assignment to nothing", "a = 1.0;\nreturn predictions;", 1, 1, /no "a" here/],
  [
    "a second declaration",
    "let a = 1.0;\nlet a = 2.0;\nreturn predictions;",
    2,
    5,
    /"a" is declared already/,
  ],
  [
    "a declaration over an input",
    "let targets = 1.0;\nreturn predictions;",
    1,
    5,
    /declared already as an input/,
  ],
  ["a const that varies", "const a = predictions;\nreturn a;", 1, 11, /must be known beforehand.*use let a/],
  ["neither type nor value", "var a;\nreturn predictions;", 1, 5, /neither type nor value/],
  ["a type outside", "var a: vec2f;\nreturn predictions;", 1, 8, /type vec2f is outside/],
  ["a template", "var a: array<f32, 2>;\nreturn predictions;", 1, 8, /type array<…> is outside/],
  [
    "two types",
    "let i = 1;\nreturn predictions * i;",
    2,
    20,
    /\* stands between an f32 and an i32.*f32\(i\)/,
  ],
  ["a bool in arithmetic", "return predictions + (cost > 1);", 1, 20, /between an f32 and a bool/],
  ["arithmetic of bools", "let b = true;\nreturn f32(b + b);", 2, 14, /a number on both sides/],
  ["logic of numbers", "if (cost && cost) { }\nreturn predictions;", 1, 10, /a bool on both sides/],
  ["bits of an f32", "return f32(predictions & cost);", 1, 24, /an integer on both sides/],
  ["not of a number", "return select(predictions, 1, !cost);", 1, 31, /! stands before an f32/],
  [
    "an if that asks a number",
    "if (cost) { return 1; }\nreturn predictions;",
    1,
    5,
    /what if asks is an f32; a bool was wanted/,
  ],
  [
    "a function of an integer",
    "let i = 3;\nreturn predictions * exp(i);",
    2,
    26,
    /an argument of exp is an i32; an f32 was wanted; f32\(…\)/,
  ],
  [
    "too few arguments",
    "return pow(predictions);",
    1,
    8,
    /pow was given 1 argument; 2 arguments were wanted/,
  ],
  [
    "too many arguments",
    "return exp(predictions, 2);",
    1,
    8,
    /exp was given 2 arguments; 1 argument was wanted/,
  ],
  ["a choice of two types", "return select(1i, predictions, cost > 1);", 1, 8, /one type was wanted/],
  ["a bool as the loss", "return predictions > targets;", 1, 20, /what is returned is a bool; an f32/],
  [
    "a fraction as i32",
    "var i: i32 = 1.5;\nreturn predictions;",
    1,
    14,
    /i is an i32, and its value a number with a point/,
  ],
  ["division by 0", "return predictions * (1 / 0);", 1, 25, /divides the constant 1 by 0/],
  ["steps of an f32", "var a = 1.0;\na++;\nreturn predictions;", 2, 1, /\+\+ works on integers.*a \+= 1/],
  ["break outside", "break;\nreturn predictions;", 1, 1, /break stands outside of a loop/],
  ["no return", "let e = predictions;\n", 2, 1, /may end without return/],
  ["no return on one way", "if (cost > 1) { return predictions; }", 1, 38, /may end without return/],
  [
    "a return in a loop only",
    "for (var i = 0; i < 2; i++) { return predictions; }",
    1,
    52,
    /may end without return/,
  ],
];

const loops: readonly Fault[] = [
  ["no condition", "for (var i = 0; ; i++) { }\nreturn predictions;", 1, 1, /no bound that can be known/],
  ["no step", "for (var i = 0; i < 3;) { }\nreturn predictions;", 1, 1, /no bound that can be known/],
  ["no counter", "var i = 0;\nfor (; i < 3; i++) { }\nreturn predictions;", 2, 1, /a counter of its own/],
  [
    "a bound that varies",
    "for (var i = 0; i < i32(cost); i++) { }\nreturn predictions;",
    1,
    25,
    /"cost" is known only at run time/,
  ],
  [
    "a bound of an input",
    "for (var i = 0; f32(i) < predictions; i++) { }\nreturn predictions;",
    1,
    26,
    /"predictions" is known only at run time/,
  ],
  [
    "an f32 counter",
    "for (var x = 0.0; x < 3.0; x += 1.0) { }\nreturn predictions;",
    1,
    1,
    /counter "x" of this loop is no integer/,
  ],
  [
    "no end",
    "for (var i = 0; i < 3; i--) { }\nreturn predictions;",
    1,
    1,
    /more than 65536 times, or never ends/,
  ],
  [
    "too many turns",
    "for (var i = 0; i < 300; i++) { for (var j = 0; j < 300; j++) { } }\nreturn predictions;",
    1,
    33,
    /runs 90000 times in all/,
  ],
  [
    "another variable moves",
    "var k = 0;\nfor (var i = 0; i < 3; k++) { }\nreturn predictions;",
    2,
    1,
    /this loop moves "k" and not its counter "i"/,
  ],
];

const slopes: readonly Fault[] = [
  [
    "an integer of an input",
    "let i = i32(predictions);\nreturn predictions * f32(i);",
    1,
    9,
    /an integer has no slope; floor, round or trunc/,
  ],
  [
    "an integer of what follows from it",
    "var x = 1.0;\nx = predictions;\nif (u32(x) == 2u) { return x; }\nreturn x;",
    3,
    5,
    /u32\(…\) makes an integer/,
  ],
  ["steps only", "return floor(predictions) * targets;", 1, 27, /no slope in "predictions"/],
  ["a comparison only", "return f32(predictions > targets);", 1, 8, /no slope in "predictions"/],
  [
    "another input only",
    "return targets * cost;",
    1,
    16,
    /no slope in "predictions".*leave it out of differentiable/,
  ],
];

describe.each([
  ["what does not parse", parsing],
  ["what has no meaning", meaning],
  ["loops", loops],
  ["what has no derivative", slopes],
])("%s", (_, faults) => {
  it.each(faults)("%s", (_title, wgsl, line, column, says) => {
    const error = caught(() => made(wgsl));
    expect(error).toBeInstanceOf(ShaderError);
    const [first, shown, caret] = error.message.split("\n") as [string, string, string];
    expect(first).toMatch(says);
    expect(first.startsWith(`customLoss 'mine': ${line}:${column}: `), first).toBe(true);
    // The line as it was written, and a caret under the place.
    expect(shown).toBe(`  ${wgsl.split("\n")[line - 1]}`);
    expect(caret.length).toBe(column + 2);
    expect(caret.endsWith("^")).toBe(true);
  });
});

describe("options", () => {
  const body = "return predictions - targets;";
  const table: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ["a misspelt option", { param: {} }, /no option "param".*did you mean "params"/],
    ["a name with a space", { name: "my loss" }, /name is "my loss"; a name of letters/],
    ["no name", { name: undefined }, /name is undefined/],
    ["no text", { wgsl: 3 }, /wgsl is 3; the text of a function body/],
    ["no inputs", { inputs: [] }, /inputs is \[\]; a list of names/],
    ["inputs that are no list", { inputs: "predictions" }, /inputs is "predictions"/],
    [
      "an input twice",
      { inputs: ["predictions", "predictions"] },
      /the input "predictions" is there already/,
    ],
    ["six inputs", { inputs: ["a", "b", "c", "d", "e", "f"] }, /there are 6 inputs; at most 5/],
    [
      "weights as an input",
      { inputs: ["predictions", "weights"] },
      /the input "weights" is the name of the per-sample weights/,
    ],
    ["value as an input", { inputs: ["value"] }, /the input "value" is the name of the loss itself/],
    [
      "a reserved word as an input",
      { inputs: ["predictions", "target"] },
      /the input "target" is a reserved word/,
    ],
    ["a function as an input", { inputs: ["predictions", "step"] }, /the input "step" is a function/],
    ["a type as an input", { inputs: ["predictions", "vec3"] }, /the input "vec3" is a function or a type/],
    ["a helper as a parameter", { params: { softplus: 1 } }, /the parameter "softplus" is a function/],
    ["a parameter named as an input", { params: { targets: 1 } }, /the parameter "targets" is there already/],
    ["a parameter that is no name", { params: { "a-b": 1 } }, /the parameter "a-b" is no name of WGSL/],
    ["a parameter that is no number", { params: { cost: "2" } }, /params.cost is "2"; a finite number/],
    [
      "a parameter that is infinite",
      { params: { cost: Number.POSITIVE_INFINITY } },
      /params.cost is .*finite number/,
    ],
    ["parameters in a list", { params: [1] }, /params is \[1\]; an object of numbers/],
    [
      "no such differentiable input",
      { differentiable: ["target"] },
      /differentiable names "target".*did you mean "targets"/,
    ],
    ["a differentiable input twice", { differentiable: ["targets", "targets"] }, /names "targets" twice/],
    [
      "differentiable that is no list",
      { differentiable: "targets" },
      /differentiable is "targets"; a list of inputs/,
    ],
  ];

  it.each(table)("%s", (_, more, says) => {
    const error = caught(() => made(body, more));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error.message).toMatch(says);
    expect(error.message).toMatch(/^customLoss/);
  });

  it("nothing at all", () => {
    expect(() => customLoss(undefined as never)).toThrow(/^customLoss: got undefined; an object/);
  });
});
