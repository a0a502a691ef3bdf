// What adding n to the exponent of a number adds to its bits; n whole, below 2²¹. Adding 1.5·2²³ leaves n in the low bits,
// and the product is a shift, without which software does better.
fn exponentBits(n: f32) -> i32 {
  return bitcast<i32>(n + 12582912.0) * 0x800000;
}
