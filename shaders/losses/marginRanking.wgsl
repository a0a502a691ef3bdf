// A pair in the wanted order by the margin costs nothing; short of it, by as much as it is short. The pull
// is the same for a small miss and a large one, and 0 exactly at the margin.
fn marginRankingValue(params: marginRankingParams, a: f32, b: f32, targets: f32) -> marginRankingSlopes {
  let short = params.margin - targets * (a - b);
  let pull = select(0.0, targets, short > 0.0);
  return marginRankingSlopes(upper(short, 0.0), -pull, pull);
}
