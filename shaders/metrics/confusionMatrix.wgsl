// Row by the true class, column by the predicted one.
fn confusionMatrixOfLabels(params: confusionMatrixParams, item: LedgerItem) -> array<Entry, 1> {
  return array<Entry, 1>(Entry(item.label * item.columns + item.predicted, 1.0));
}
