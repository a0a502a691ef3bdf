// Bits of an f32 as a whole number that orders as the numbers do; both zeros are one.
fn ascendingKey(bits: u32) -> u32 {
  let plain = select(bits, 0u, bits == 0x80000000u);
  return select(plain ^ 0x80000000u, ~plain, (plain & 0x80000000u) != 0u);
}
