/**
 * Bodies for customLoss: between them every construct and every function of the subset. The truth of each is
 * plain JavaScript, of which the slopes are taken by differences.
 */

/** The numbers of one element, inputs and parameters alike, by name. */
export type Element = Readonly<Record<string, number>>;

export interface CustomCase {
  readonly name: string;
  readonly inputs: readonly [string, ...string[]];
  readonly params?: Readonly<Record<string, number>>;
  readonly differentiable?: readonly string[];
  readonly wgsl: string;
  readonly truth: (element: Element) => number;
  /** Where numbers are drawn from. Default: [−3, 3]. */
  readonly from?: Readonly<Record<string, readonly [number, number]>>;
}

const pair = ["predictions", "targets"] as const;
type Pair = { p: number; t: number };

/** Most bodies are of these two. */
const of =
  (truth: (pair: Pair, element: Element) => number): CustomCase["truth"] =>
  (element) =>
    truth({ p: element.predictions as number, t: element.targets as number }, element);

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const customLoss: readonly CustomCase[] = [
  {
    name: "missedFraud",
    inputs: ["logits", "targets"],
    params: { costFalseNegative: 10 },
    from: { targets: [0, 1] },
    wgsl: `
      let cost = select(1.0, costFalseNegative, targets > 0.5);
      return cost * (softplus(logits) - targets * logits);`,
    truth: ({ logits: x = 0, targets: t = 0, costFalseNegative: cost = 0 }) =>
      (t > 0.5 ? cost : 1) * (Math.log(1 + Math.exp(x)) - t * x),
  },
  {
    // J. T. Barron, A General and Adaptive Robust Loss Function, CVPR 2019, equation 1.
    name: "barron",
    inputs: pair,
    params: { alpha: 0.5, scale: 1.25 },
    differentiable: pair,
    wgsl: `
      let u = (predictions - targets) / scale;
      let b = abs(alpha - 2.0);
      return b / alpha * (pow(u * u / b + 1.0, 0.5 * alpha) - 1.0);`,
    truth: of(({ p, t }, { alpha = 0, scale = 0 }) => {
      const b = Math.abs(alpha - 2);
      return (b / alpha) * ((((p - t) / scale) ** 2 / b + 1) ** (alpha / 2) - 1);
    }),
  },
  {
    name: "series",
    inputs: pair,
    params: { rate: 0.4 },
    wgsl: `
      // 1 + x + x²/2! + … by hand
      let x = rate * (predictions - targets);
      var term = 1.0;
      var sum = 1.0;
      for (var i = 1; i <= 24; i++) {
        term *= x / f32(i);
        sum += term;
      }
      return sum;`,
    truth: of(({ p, t }, { rate = 0 }) => Math.exp(rate * (p - t))),
  },
  {
    name: "ways",
    inputs: pair,
    differentiable: ["targets", "predictions"],
    wgsl: `
      let e = predictions - targets;
      if (e > 2.0) { return 3.0 * e - 1; }
      else if (e > 1.0) { return e * e + targets; }
      else if (e < -2.0) {
        if (targets > 0.0) { return -e; }
        return e * -4.0;
      } else {
        return 0.25 * e * e * e;
      }`,
    truth: of(({ p, t }) => {
      const e = p - t;
      if (e > 2) return 3 * e - 1;
      if (e > 1) return e * e + t;
      if (e < -2) return t > 0 ? -e : -4 * e;
      return 0.25 * e ** 3;
    }),
  },
  {
    name: "compound",
    inputs: pair,
    differentiable: pair,
    // A remainder keeps only the last digits of what is large.
    from: { predictions: [-1.5, 1.5], targets: [-1.5, 1.5] },
    wgsl: `
      var x = predictions;
      x += targets; x -= 0.5; x *= predictions; x /= 2.0 + targets * targets; x = x * x + x;
      var unused: f32;
      var y: f32 = 0;
      y = x; x = 2.0 * y; y += x;
      return y % 1.75;`,
    truth: of(({ p, t }) => {
      const x = ((p + t - 0.5) * p) / (2 + t * t);
      return (3 * (x * x + x)) % 1.75;
    }),
  },
  {
    name: "edges",
    inputs: pair,
    differentiable: pair,
    wgsl: `
      let e = predictions - targets;
      return max(e, 0.0) + 2.0 * min(e, 1.0) + clamp(e * e, 0.5, 2.0) + abs(e + 0.5)
        + saturate(0.5 * predictions) + max(predictions * targets, e) - min(predictions, targets)
        + sign(targets) * predictions;`,
    truth: of(({ p, t }) => {
      const e = p - t;
      const fixed = Math.min(Math.max(e * e, 0.5), 2) + Math.min(Math.max(p / 2, 0), 1);
      const sides = Math.max(p * t, e) - Math.min(p, t);
      return Math.max(e, 0) + 2 * Math.min(e, 1) + fixed + Math.abs(e + 0.5) + sides + Math.sign(t) * p;
    }),
  },
  {
    name: "exponentials",
    inputs: pair,
    differentiable: pair,
    wgsl: "return exp(0.5 * predictions) - exp2(targets) + log(predictions * predictions + 0.1) * log2(4 + targets);",
    truth: of(({ p, t }) => Math.exp(p / 2) - 2 ** t + Math.log(p * p + 0.1) * Math.log2(4 + t)),
  },
  {
    name: "roots",
    inputs: pair,
    differentiable: pair,
    from: { targets: [0.1, 3] },
    wgsl: `
      return sqrt(targets) + inverseSqrt(predictions * predictions + 0.5) + pow(predictions, 2.0)
        + pow(predictions, 3) + pow(targets, 1.5) + 0.1 * pow(0.5 * predictions, 4.0) + pow(targets, -0.5);`,
    truth: of(
      ({ p, t }) =>
        Math.sqrt(t) +
        1 / Math.sqrt(p * p + 0.5) +
        p ** 2 +
        p ** 3 +
        t ** 1.5 +
        0.1 * (p / 2) ** 4 +
        t ** -0.5,
    ),
  },
  {
    name: "exponents",
    inputs: pair,
    differentiable: pair,
    from: { predictions: [0.1, 3] },
    wgsl: "return pow(predictions, targets) + pow(1.5, 0.5 * targets);",
    truth: of(({ p, t }) => p ** t + 1.5 ** (t / 2)),
  },
  {
    name: "hyperbolic",
    inputs: pair,
    differentiable: pair,
    wgsl: "return tanh(predictions) + sinh(0.5 * predictions) * cosh(targets);",
    truth: of(({ p, t }) => Math.tanh(p) + Math.sinh(p / 2) * Math.cosh(t)),
  },
  {
    name: "areas",
    inputs: pair,
    differentiable: pair,
    from: { predictions: [1.1, 3], targets: [-0.9, 0.9] },
    wgsl: "return asinh(predictions * targets) + acosh(predictions) * atanh(targets);",
    truth: of(({ p, t }) => Math.asinh(p * t) + Math.acosh(p) * Math.atanh(t)),
  },
  {
    name: "circle",
    inputs: pair,
    differentiable: pair,
    wgsl: "return sin(2.0 * predictions) + cos(targets - 1.0) * tan(0.4 * predictions);",
    truth: of(({ p, t }) => Math.sin(2 * p) + Math.cos(t - 1) * Math.tan(0.4 * p)),
  },
  {
    name: "arcs",
    inputs: pair,
    differentiable: pair,
    from: { predictions: [-0.9, 0.9] },
    wgsl: "return asin(predictions) + 2.0 * acos(0.9 * predictions) * atan(2.0 * targets);",
    truth: of(({ p, t }) => Math.asin(p) + 2 * Math.acos(0.9 * p) * Math.atan(2 * t)),
  },
  {
    name: "angle",
    inputs: pair,
    differentiable: pair,
    wgsl: "return atan2(predictions, targets) * atan2(0.5, predictions);",
    truth: of(({ p, t }) => Math.atan2(p, t) * Math.atan2(0.5, p)),
  },
  {
    name: "stairs",
    inputs: pair,
    differentiable: pair,
    wgsl: `
      let whole = floor(predictions) + ceil(targets) + round(1.3 * predictions) + trunc(targets);
      return whole * predictions + fract(predictions) * step(0.25, targets) + targets;`,
    truth: of(({ p, t }) => {
      const whole = Math.floor(p) + Math.ceil(t) + Math.round(1.3 * p) + Math.trunc(t);
      return whole * p + (p - Math.floor(p)) * (t >= 0.25 ? 1 : 0) + t;
    }),
  },
  {
    name: "blends",
    inputs: pair,
    differentiable: pair,
    wgsl: `
      return smoothstep(-1.0, 2.0, predictions) + mix(predictions, targets, 0.25 * targets)
        + fma(predictions, targets, predictions) + degrees(0.01 * targets) + radians(90.0 * predictions)
        + smoothstep(targets - 4.0, targets + 4.0, 0.0);`,
    truth: of(({ p, t }) => {
      const smooth = (low: number, high: number, x: number) => {
        const s = Math.min(Math.max((x - low) / (high - low), 0), 1);
        return s * s * (3 - 2 * s);
      };
      const mixed = p * (1 - t / 4) + (t * t) / 4;
      const turned = (1.8 / Math.PI) * t + (Math.PI / 2) * p;
      return smooth(-1, 2, p) + mixed + p * t + p + turned + smooth(t - 4, t + 4, 0);
    }),
  },
  {
    name: "helpers",
    inputs: pair,
    differentiable: pair,
    from: { targets: [-0.9, 2] },
    wgsl: `
      return log1p(targets) + expm1(0.5 * predictions) + softplus(predictions) - 3.0 * sigmoid(predictions * targets)
        + logSigmoid(predictions - 1.0) * logCosh(predictions + targets);`,
    truth: of(
      ({ p, t }) =>
        Math.log(1 + t) +
        Math.exp(p / 2) -
        1 +
        Math.log(1 + Math.exp(p)) -
        3 * sigmoid(p * t) +
        Math.log(sigmoid(p - 1)) * Math.log(Math.cosh(p + t)),
    ),
  },
  {
    name: "integers",
    inputs: pair,
    wgsl: `
      let bin: i32 = i32(targets * 4.0);
      let mask = (u32(bin + 100) & 3u) ^ 1u;
      var count = 0;
      for (var i = 7; i >= 0; i -= 2) { if (((bin >> 1u) + i) % 3 == 0) { count++; } else { count += min(i, 2); } }
      let odd = (bin & 1) == 1;
      let both = (odd && !(count > 3)) || false;
      return predictions * f32(mask) + predictions * predictions * f32(count) + f32(both) * predictions
        + f32(abs(-bin) + max(bin, 2) + ~bin + (1 << 2u)) + select(0.5, 1, odd);`,
    truth: of(({ p, t }) => {
      const bin = Math.trunc(t * 4);
      const mask = ((bin + 100) & 3) ^ 1;
      let count = 0;
      for (let i = 7; i >= 0; i -= 2) count += ((bin >> 1) + i) % 3 === 0 ? 1 : Math.min(i, 2);
      const odd = (bin & 1) === 1;
      const both = odd && count <= 3 ? 1 : 0;
      const whole = Math.abs(bin) + Math.max(bin, 2) + ~bin + 4;
      return p * mask + p * p * count + both * p + whole + (odd ? 1 : 0.5);
    }),
  },
  {
    name: "threeInputs",
    inputs: ["a", "b", "c"],
    differentiable: ["a", "b", "c"],
    from: { c: [0.5, 2] },
    wgsl: "return a * b / c - (a - b) * (b - c) / (1.0 + a * a);",
    truth: ({ a = 0, b = 0, c = 0 }) => (a * b) / c - ((a - b) * (b - c)) / (1 + a * a),
  },
  {
    name: "nested",
    inputs: pair,
    differentiable: pair,
    wgsl: `
      /* blocks, /* even nested ones, */ shadowing and leaving loops */
      const rounds = 3;
      const step_ = 0.5 / 2;
      var x = predictions;
      for (var i = 0; i < rounds; i++) {
        for (var j: u32 = 0u; j < 4u; j += 1u) {
          if (x > 4.0) { break; }
          if (j == 1u) { continue; }
          let x_before = x;
          x = x + step_ * sin(x_before + targets);
        }
        { let x = 2.0; if (x < 1.0) { return 0.0; } }
      }
      var swap = targets;
      if (x > targets) { let t = x; x = swap; swap = t; }
      return swap - 2.0 * x;`,
    truth: of(({ p, t }) => {
      let x = p;
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 4 && x <= 4; j++) if (j !== 1) x += 0.25 * Math.sin(x + t);
      }
      return x > t ? x - 2 * t : t - 2 * x;
    }),
  },
  {
    name: "literals",
    inputs: ["x"],
    wgsl: "return x * (1 + 2.0 + 3f + 4. + .5 + 1e-3 + 0x10 + 0x1.8p1 + 0X.4 + 5e0f - -2.5) + f32(7u) + f32(3i) * 1E1 + (7 / 2);",
    truth: ({ x = 0 }) => x * (1 + 2 + 3 + 4 + 0.5 + 1e-3 + 16 + 3 + 0.25 + 5 + 2.5) + 7 + 30 + 3,
  },
  {
    name: "size",
    inputs: ["parameters"],
    wgsl: "return abs(parameters);",
    truth: ({ parameters = 0 }) => Math.abs(parameters),
  },
  {
    name: "logic",
    inputs: pair,
    differentiable: pair,
    wgsl: `
      let far = !(abs(predictions - targets) <= 1.0);
      let above: bool = predictions >= targets;
      if ((far && above) || false) { return 2.0 * predictions; }
      if ((far != above) & (targets != 0.0)) { return -(-targets) * predictions; }
      var best = select(predictions, targets, above);
      best = select(best, best * best, best < 0.0 && true);
      return best;`,
    truth: of(({ p, t }) => {
      const far = Math.abs(p - t) > 1;
      const above = p >= t;
      if (far && above) return 2 * p;
      if (far !== above && t !== 0) return t * p;
      const best = above ? t : p;
      return best < 0 ? best * best : best;
    }),
  },
  {
    name: "constantsOnly",
    inputs: pair,
    differentiable: [],
    wgsl: "let wrong = predictions * targets <= 0.0; return f32(wrong) + max(1, 2) * sqrt(4.0);",
    truth: of(({ p, t }) => (p * t <= 0 ? 1 : 0) + 4),
  },
];
