// A number ≥ 0 with an exponent of its own: m·2^e as vec2f(m, e), m in [1, 2) and e a whole number, which an f32
// holds exactly up to 2²⁴. A product of thousands of probabilities keeps its digits, where f32 alone would run out
// of range and a logarithm of f32 would run out of digits.
const scaledOne = vec2f(1.0, 0.0);
const scaledZero = vec2f(0.0, -1e30);

// m·2^e for a normal m, or m = 0: the exponent of m goes to e.
fn scaledNormal(m: f32, e: f32) -> vec2f {
  let bits = bitcast<u32>(m);
  let whole = vec2f(bitcast<f32>((bits & 0x7fffffu) | 0x3f800000u), e + f32(bits >> 23u) - 127.0);
  return select(whole, scaledZero, m == 0.0);
}

// 2^k for a whole k ≤ 0; 0 from −127 down.
fn scaledFade(k: f32) -> f32 {
  return bitcast<f32>(u32(max(k + 127.0, 0.0)) << 23u);
}

// e^x for x ≤ 0, its m from √½ to √2.
fn scaledExp(x: f32) -> vec2f {
  let n = round(x * 1.442695);
  let r = clamp(fma(n, 0.00021219444, fma(n, -0.69335938, x)), -0.35, 0.35);
  return vec2f(1.0 + (r + expRest(r)), n);
}

// A sum of two or three, its m as it comes: below 6.
fn scaledPair(a: vec2f, b: vec2f) -> vec2f {
  let e = max(a.y, b.y);
  return vec2f(a.x * scaledFade(a.y - e) + b.x * scaledFade(b.y - e), e);
}

fn scaledTriple(a: vec2f, b: vec2f, c: vec2f) -> vec2f {
  let e = max(max(a.y, b.y), c.y);
  return vec2f(a.x * scaledFade(a.y - e) + b.x * scaledFade(b.y - e) + c.x * scaledFade(c.y - e), e);
}

// Any two, whatever their m.
fn scaledTimes(a: vec2f, b: vec2f) -> vec2f {
  return scaledNormal(a.x * b.x, a.y + b.y);
}

// a/b as a plain number, for a not much above b, and b not 0.
fn scaledRatio(a: vec2f, b: vec2f) -> f32 {
  let k = a.y - b.y;
  return a.x / b.x * scaledFade(min(k, 0.0)) * f32(1u << u32(clamp(k, 0.0, 30.0)));
}

// log of what is not 0.
fn scaledLog(a: vec2f) -> f32 {
  return a.y * 0.6931472 + preciseLog(a.x);
}

// 1/a for an a that is not 0, its m from ½ to 1.
fn scaledInverse(a: vec2f) -> vec2f {
  return vec2f(1.0 / a.x, -a.y);
}
