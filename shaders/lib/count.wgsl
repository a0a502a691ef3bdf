// What a row or an element adds to the divisor.
struct Count {
  counted: u32,
  divisor: f32,
  plain: f32,
  broken: u32,
}

fn mergeCount(a: Count, b: Count) -> Count {
  return Count(a.counted + b.counted, a.divisor + b.divisor, a.plain + b.plain, a.broken | b.broken);
}
