/** Operations counted from WGSL, each count worked by hand. */
import { describe, expect, it } from "vitest";
import { operationsOf } from "../../src/plan/operations.js";

const counted = (body: string, rest = ""): number =>
  operationsOf(`${rest}\nfn f(a: f32, b: f32, c: vec4f) -> f32 {\n${body}\n}\n`)("f");

describe("operations of a function", () => {
  it.each([
    ["nothing", "return a;", 0],
    ["one of each operator", "return a + b - a * b / a % b;", 5],
    ["without spaces", "return a+b-a*b/a%b;", 5],
    ["assignments that compute", "var x = a; x += b; x -= a; x *= b; x /= 2.0; return x;", 4],
    ["signs are none", "let x = -a; return -x * -b;", 1],
    ["exponents are none", "let x = 1e-7; let y = 2.5e+3; return 0x1p-126f;", 0],
    [
      "comparisons, bits and counters are none",
      "var i = 0u; i++; i--; return f32(a < b && (i & 1u) << 2u > 3u);",
      0,
    ],
    ["comments are none", "// a + b\n/* a * b\n a / b */ return a;", 0],
    ["built-in functions", "return exp(a) + max(sqrt(b), select(a, b, a < b));", 5],
    ["fma is two", "return fma(a, b, a);", 2],
    ["constructors and bitcasts are none", "return bitcast<f32>(u32(a)) + vec4f(b).x;", 1],
    ["indices are none", "return x[4u * i + 1u] * y[(i + 1u) % 2u][j - 1u];", 1],
    ["a vector's operation is one", "return dot(c * c + c, c);", 3],
    ["both sides of a branch", "if (a < b + 1.0) { return a * b; } else { return a + b; }", 3],
    ["a loop is one turn", "var s = 0.0; for (var i = 0u; i < 9u; i++) { s += a * b; } return s;", 2],
    ["what stands behind a pointer", "(*x).sum += a; *y = a * b; return a;", 2],
  ])("%s", (_what, body, expected) => {
    expect(counted(body)).toBe(expected);
  });

  it("with those of the functions that it calls, as often as it does", () => {
    const rest =
      "fn square(x: f32) -> f32 { return x * x; }\nfn cube(x: f32) -> f32 { return x * square(x); }";
    expect(counted("return cube(a) + cube(b);", rest)).toBe(5);
  });

  it("without what a constant of the module shuts", () => {
    const rest = "const ON = true;\nconst OFF = false;";
    expect(counted("if (OFF) { return a * b; } return a;", rest)).toBe(0);
    expect(counted("if (ON) { return a * b; } else { return a / b + a; }", rest)).toBe(1);
    expect(counted("if (OFF) { return a * b; } else { return a / b + a; }", rest)).toBe(2);
    expect(counted("if (OFF && a < b + 1.0) { return a * b; }", rest)).toBe(0);
    expect(counted("if (!ON || OFF) { return a * b; }", rest)).toBe(0);
    expect(counted("if (!OFF && ON) { return a * b; } else { return a + b - a; }", rest)).toBe(1);
    expect(counted("if (ON && a < b) { return a * b; } else { return a + b - a; }", rest)).toBe(3);
    expect(
      counted(
        "if (OFF) { return a * b; } else if (a < b) { return a + b; } else { return a - b - a; }",
        rest,
      ),
    ).toBe(3);
    expect(
      counted(
        "if (a < b) { return 1.0; } else if (OFF) { return a + b; } else { return a * b * a; } return a + b;",
        rest,
      ),
    ).toBe(3);
    expect(counted("for (;;) { if (OFF) { a * b; } if (ON) { a + b; } }", rest)).toBe(1);
  });

  it("says which function a module lacks", () => {
    expect(() => operationsOf("fn f() {}")("g")).toThrow("the module has no function g");
  });
});
