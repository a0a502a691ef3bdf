// Three counts of a class, one list after the other: right ones, predicted ones, those there are. Precision, recall
// and F1 are made of them.

fn precisionOfLabels(params: precisionParams, item: LedgerItem) -> array<Entry, 3> {
  let classes = item.columns;
  return array<Entry, 3>(
    Entry(item.label, select(0.0, 1.0, item.predicted == item.label)),
    Entry(classes + item.predicted, 1.0),
    Entry(2u * classes + item.label, 1.0),
  );
}

fn precisionOfTargets(params: precisionParams, item: LedgerItem) -> array<Entry, 3> {
  let columns = item.columns;
  let predicted = select(0.0, 1.0, item.value > params.threshold);
  let actual = select(0.0, 1.0, item.goal > 0.5);
  return array<Entry, 3>(
    Entry(item.column, predicted * actual),
    Entry(columns + item.column, predicted),
    Entry(2u * columns + item.column, actual),
  );
}
