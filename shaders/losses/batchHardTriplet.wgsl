// How much farther the farthest positive is than the nearest negative, and the margin. An anchor with all of
// its own within reach costs nothing; any other pulls one positive in and pushes one negative away by one each.
fn batchHardTripletRole(pair: Pair) -> u32 {
  return classRole(pair);
}

fn batchHardTripletValue(params: batchHardTripletParams, positive: f32, negative: f32) -> f32 {
  return max(positive - negative + params.margin, 0.0);
}
