// The cosine of two vectors a and b, its distance from 1 and from −1, and its slopes, all with relative
// accuracy where the vectors are nearly parallel and everything plain cancels.
//
// The first sweep finds the lengths. For the second both are scaled by powers of two, so that lengths lie
// between 1 and 2, and what b has beyond a multiple of a is taken: rest = b − ratio·a. Near-parallel vectors
// differ by that rest alone. Ratio and a are taken in halves of 12 bits, whose products are exact.

// Sums of the first sweep: those of squareSum for a, then for b; and how the vectors lie, for its sign.
struct CosineSides {
  squares: vec4f,
  tilt: f32,
}

fn cosineSides(a: f32, b: f32) -> CosineSides {
  // A hint only, so it may be clamped where it would overflow.
  let hint = clamp(a, -1e17, 1e17) * clamp(b, -1e17, 1e17);
  return CosineSides(vec4f(squareSum(a), squareSum(b)), hint);
}

// What the first sweep came to.
struct CosineFrame {
  lengthA: f32,
  lengthB: f32,
  // The powers of two, and the lengths under them.
  scaleA: f32,
  scaleB: f32,
  scaledA: f32,
  scaledB: f32,
  // What is taken off, and the first half of its bits.
  ratio: f32,
  coarse: f32,
  // A vector of zeros has no direction: the cosine is 0, and so is every slope.
  isNothing: bool,
  // Vectors of one number are parallel, and nothing is left of them.
  isLine: bool,
}

// 1/2^n for x in [2^n, 2^(n+1)).
fn inversePower(x: f32) -> f32 {
  return bitcast<f32>(0x7f000000u - (bitcast<u32>(x) & 0x7f800000u));
}

fn firstBits(x: f32) -> f32 {
  return bitcast<f32>((bitcast<u32>(x) + 0x800u) & 0xfffff000u);
}

fn cosineFrame(squares: vec4f, tilt: f32, size: f32) -> CosineFrame {
  var frame: CosineFrame;
  frame.isLine = size == 1.0;
  frame.lengthA = squareRoot(squares.xy);
  frame.lengthB = squareRoot(squares.zw);
  frame.isNothing = frame.lengthA == 0.0 || frame.lengthB == 0.0;
  frame.scaleA = inversePower(select(frame.lengthA, 1.0, frame.isNothing));
  frame.scaleB = inversePower(select(frame.lengthB, 1.0, frame.isNothing));
  frame.scaledA = select(frame.lengthA * frame.scaleA, 1.0, frame.isNothing);
  frame.scaledB = select(frame.lengthB * frame.scaleB, 1.0, frame.isNothing);
  let cosine = (tilt * frame.scaleA) * frame.scaleB / (frame.scaledA * frame.scaledB);
  let quotient = frame.scaledB / frame.scaledA;
  // A division may be off by its last bits; of equal lengths it must not be.
  let ratio = select(quotient, 1.0, abs(quotient - 1.0) < 3e-7);
  // Vectors that are far from parallel have nothing to take off.
  frame.ratio = select(0.0, select(ratio, -ratio, cosine < 0.0), abs(cosine) > 0.5);
  frame.coarse = firstBits(frame.ratio);
  return frame;
}

// b − ratio·a of scaled numbers.
fn cosineRest(frame: CosineFrame, a: f32, b: f32) -> f32 {
  let high = firstBits(a);
  let low = a - high;
  let fine = frame.ratio - frame.coarse;
  let rest = (((b - frame.coarse * high) - frame.coarse * low) - fine * high) - fine * low;
  return select(rest, 0.0, frame.isLine);
}

// Sums of the second sweep: a·b, rest², a·rest, b·rest.
fn cosineProducts(frame: CosineFrame, plainA: f32, plainB: f32) -> vec4f {
  let a = plainA * frame.scaleA;
  let b = plainB * frame.scaleB;
  let rest = cosineRest(frame, a, b);
  return vec4f(a * b, rest * rest, a * rest, b * rest);
}

struct Cosine {
  // The cosine, and 1 − cosine.
  value: f32,
  gap: f32,
}

fn cosineOf(frame: CosineFrame, products: vec4f) -> Cosine {
  if (frame.isNothing) {
    return Cosine(0.0, 1.0);
  }
  let plain = products.x / (frame.scaledA * frame.scaledB);
  if (plain * sign(frame.ratio) < 0.4) {
    return Cosine(plain, 1.0 - plain);
  }
  // sin² = |rest − (a·rest/a·a)·a|² / b·b, and 1 − |cos| = sin² / (1 + |cos|).
  let along = products.z / frame.scaledA;
  let sine = max(products.y - along * along, 0.0) / (frame.scaledB * frame.scaledB);
  let gap = sine / (1.0 + min(abs(plain), 1.0));
  let isOpposite = frame.ratio < 0.0;
  return Cosine(select(1.0 - gap, gap - 1.0, isOpposite), select(gap, 2.0 - gap, isOpposite));
}

// The slopes of the cosine with respect to a and b: what either lacks of the other's direction, over its length.
fn cosineSlopes(frame: CosineFrame, products: vec4f, plainA: f32, plainB: f32) -> vec2f {
  let a = plainA * frame.scaleA;
  let b = plainB * frame.scaleB;
  let rest = cosineRest(frame, a, b);
  let towardsB = rest - products.z / (frame.scaledA * frame.scaledA) * a;
  let isApart = frame.ratio == 0.0;
  let plain = a - products.x / (frame.scaledB * frame.scaledB) * b;
  let near = (products.w / (frame.scaledB * frame.scaledB) * b - rest) / select(frame.ratio, 1.0, isApart);
  let slopes = vec2f(towardsB / frame.scaledB / frame.lengthA, select(near, plain, isApart) / frame.scaledA / frame.lengthB);
  return select(slopes, vec2f(0.0), frame.isNothing);
}
