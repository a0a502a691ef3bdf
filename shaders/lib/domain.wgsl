// What a number may be, by its bits: comparisons with NaN are not to be relied on.
const nanBits = 0x7fc00000u;
const infinityBits = 0x7f800000u;
const minusInfinityBits = 0xff800000u;

fn isNanNumber(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > infinityBits;
}

// With a sign, because comparing is then one operation in software too.
fn isFinite1(bits: u32) -> bool {
  return (bitcast<i32>(bits) & 0x7fffffff) < 0x7f800000;
}

fn isFinite4(bits: vec4u) -> vec4<bool> {
  return (bitcast<vec4i>(bits) & vec4i(0x7fffffff)) < vec4i(0x7f800000);
}

fn isMinusInfinity4(bits: vec4u) -> vec4<bool> {
  return bits == vec4u(minusInfinityBits);
}

fn inReal(x: vec4f) -> vec4<bool> { return vec4<bool>(true); }
fn inLogits(x: vec4f) -> vec4<bool> { return vec4<bool>(true); }
fn inUnit(x: vec4f) -> vec4<bool> { return (x >= vec4f(0.0)) & (x <= vec4f(1.0)); }
fn inBinary(x: vec4f) -> vec4<bool> { return (x == vec4f(0.0)) | (x == vec4f(1.0)); }
fn inSign(x: vec4f) -> vec4<bool> { return abs(x) == vec4f(1.0); }
fn inNonNegative(x: vec4f) -> vec4<bool> { return x >= vec4f(0.0); }
fn inMask(x: vec4f) -> vec4<bool> { return vec4<bool>(true); }
fn inAboveMinusOne(x: vec4f) -> vec4<bool> { return x > vec4f(-1.0); }
