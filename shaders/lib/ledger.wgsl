// A ledger is a list of sums in fixed point, each of 64 bits in two words: integers may be added in any order and
// come to the same. Two's complement, so that what is owed may be entered too.

// What a ledger is told of an item: of an element its value and target, of a row its classes and how sure it is.
struct LedgerItem {
  value: f32,
  goal: f32,
  predicted: u32,
  label: u32,
  // Which of how many columns an element lies in; classes or bins, where items have no column of their own.
  column: u32,
  columns: u32,
}

// So much, times the item's weight, into a counter.
struct Entry {
  counter: u32,
  amount: f32,
}

// The exponent of the unit, by the largest weight: 2^24 items of it stay below 2^62. `exponent` is biased as in f32.
fn ledgerScale(exponent: u32) -> f32 {
  return bitcast<f32>((291u - max(exponent, 40u)) << 23u);
}

// A number as 64 bits: below 2^38 in size once scaled, of which an f32 has 24 bits and this takes all above 1.
fn ledgerWords(x: f32, scale: f32) -> vec2u {
  let size = abs(x) * scale;
  let high = floor(size * 0x1p-32f);
  let low = round(size - high * 0x1p+32f);
  let words = vec2u(u32(low), u32(high));
  if (x >= 0.0) {
    return words;
  }
  return vec2u(~words.x + 1u, ~words.y + select(0u, 1u, words.x == 0u));
}
