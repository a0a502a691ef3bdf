// The bits to store for a result: NaN and infinity as bits, and added to what is there where it adds up.
fn accumulated(adds: bool, old: u32, value: f32, isNan: bool, isInfinite: bool) -> u32 {
  var bits = select(bitcast<u32>(value), infinityBits, isInfinite);
  if (adds) {
    if ((old & infinityBits) == infinityBits) {
      bits = old;
    } else if (!isInfinite) {
      bits = bitcast<u32>(bitcast<f32>(old) + value);
    }
  }
  return select(bits, nanBits, isNan);
}
