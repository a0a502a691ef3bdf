// What arrives at the pairs of a column out of the one before, `previous(slot, cell)`.
fn arriving(slot: u32, pair: u32, entry: u32, direction: u32, isFirst: bool) -> Arrived {
  if (isFirst) {
    let start = select(scaledZero, scaledOne, pair == 0u);
    return Arrived(start, start);
  }
  let blank = previous(slot, 2u * pair);
  let label = previous(slot, 2u * pair + 1u);
  var before = scaledZero;
  if (pair > 0u) {
    before = previous(slot, 2u * pair - 1u);
  }
  return arrive(blank, label, before, ((entry >> direction) & 1u) == 1u);
}
