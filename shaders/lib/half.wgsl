// 16-bit storage without the shader-f16 feature: two numbers to a word, by integer arithmetic, so that
// infinities and NaNs survive on every device. Everything here deals in bits of f32.

fn widenF16(half: u32) -> u32 {
  let sign = (half & 0x8000u) << 16u;
  let exponent = (half >> 10u) & 31u;
  let mantissa = half & 0x3ffu;
  if (exponent == 0u) {
    return sign | bitcast<u32>(f32(mantissa) * 0x1p-24f);
  }
  let widened = select(exponent + 112u, 255u, exponent == 31u);
  return sign | (widened << 23u) | (mantissa << 13u);
}

fn unpackF16(words: vec2u) -> vec4u {
  return vec4u(widenF16(words.x & 0xffffu), widenF16(words.x >> 16u),
               widenF16(words.y & 0xffffu), widenF16(words.y >> 16u));
}

fn unpackOneF16(word: u32, element: u32) -> u32 {
  return widenF16((word >> (16u * (element & 1u))) & 0xffffu);
}

fn unpackBf16(words: vec2u) -> vec4u {
  return vec4u(words.x << 16u, words.x & 0xffff0000u, words.y << 16u, words.y & 0xffff0000u);
}

fn unpackOneBf16(word: u32, element: u32) -> u32 {
  return select(word << 16u, word & 0xffff0000u, (element & 1u) == 1u);
}

// To nearest, ties to even; what is too large becomes infinite, NaN stays NaN.
fn narrowF16(bits: u32) -> u32 {
  let sign = (bits >> 16u) & 0x8000u;
  let size = bits & 0x7fffffffu;
  if (size > 0x7f800000u) {
    return sign | 0x7e00u;
  }
  if (size >= 0x477ff000u) {
    return sign | 0x7c00u;
  }
  if (size < 0x38800000u) {
    // Below 2^-14 the spacing is 2^-24, and so it is in [0.5, 1): the addition rounds there.
    return sign | (bitcast<u32>(bitcast<f32>(size) + 0.5f) - 0x3f000000u);
  }
  return sign | ((size - 0x38000000u + 0xfffu + ((size >> 13u) & 1u)) >> 13u);
}

fn narrowBf16(bits: u32) -> u32 {
  if ((bits & 0x7fffffffu) > 0x7f800000u) {
    return (bits >> 16u) | 0x40u;
  }
  return (bits + 0x7fffu + ((bits >> 16u) & 1u)) >> 16u;
}

fn packF16(bits: vec4u) -> vec2u {
  return vec2u(narrowF16(bits.x) | (narrowF16(bits.y) << 16u), narrowF16(bits.z) | (narrowF16(bits.w) << 16u));
}

fn packBf16(bits: vec4u) -> vec2u {
  return vec2u(narrowBf16(bits.x) | (narrowBf16(bits.y) << 16u), narrowBf16(bits.z) | (narrowBf16(bits.w) << 16u));
}
