// Histograms of scores in [0, 1], of the positives and then of the negatives. The last bin has its upper end too.
fn rocAucOfTargets(params: rocAucParams, item: LedgerItem) -> array<Entry, 1> {
  let bins = item.columns;
  let bin = min(u32(max(item.value * f32(bins), 0.0)), bins - 1u);
  return array<Entry, 1>(Entry(select(bins, 0u, item.goal > 0.5) + bin, 1.0));
}
