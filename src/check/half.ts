/**
 * 16-bit storage on the host: f16 (IEEE binary16) and bf16 (the upper half of an f32), as bits in a
 * `Uint16Array`. Rounding is to nearest, ties to even; overflow is to infinity; NaN stays NaN.
 */
const scratch = new DataView(new ArrayBuffer(4));

function bitsOf(value: number): number {
  scratch.setFloat32(0, value);
  return scratch.getUint32(0);
}

function floatOf(bits: number): number {
  scratch.setUint32(0, bits);
  return scratch.getFloat32(0);
}

export function toBf16(value: number): number {
  const bits = bitsOf(value);
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 0x40;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

export function fromBf16(bits: number): number {
  return floatOf((bits << 16) >>> 0);
}

export function toF16(value: number): number {
  const bits = bitsOf(value);
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size >= 0x477ff000) return sign | 0x7c00; // 65520 and above round to infinity
  if (size < 0x38800000) {
    // Below 2^-14 the spacing is 2^-24: adding 0.5 lets f32 arithmetic itself round there.
    return sign | (bitsOf(Math.fround(floatOf(size) + 0.5)) - 0x3f000000);
  }
  return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
}

export function fromF16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

const encoders = { f16: toF16, bf16: toBf16 };
const decoders = { f16: fromF16, bf16: fromBf16 };

export function encodeHalf(values: ArrayLike<number>, dtype: "f16" | "bf16"): Uint16Array {
  const encode = encoders[dtype];
  return Uint16Array.from(values, encode);
}

export function decodeHalf(bits: ArrayLike<number>, dtype: "f16" | "bf16"): Float32Array {
  const decode = decoders[dtype];
  return Float32Array.from(bits, decode);
}
