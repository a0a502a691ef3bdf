// Three sums of a bin of confidence, one list after the other: weights, confidences, hits. The last bin has its upper
// end too.

fn calibrationErrorEntries(bins: u32, confidence: f32, hit: f32) -> array<Entry, 3> {
  let bin = min(u32(max(confidence * f32(bins), 0.0)), bins - 1u);
  return array<Entry, 3>(Entry(bin, 1.0), Entry(bins + bin, confidence), Entry(2u * bins + bin, hit));
}

fn calibrationErrorOfLabels(params: calibrationErrorParams, item: LedgerItem) -> array<Entry, 3> {
  return calibrationErrorEntries(item.columns, item.value, select(0.0, 1.0, item.predicted == item.label));
}

fn calibrationErrorOfTargets(params: calibrationErrorParams, item: LedgerItem) -> array<Entry, 3> {
  return calibrationErrorEntries(item.columns, item.value, item.goal);
}
