// Cells as one who walks them counts them: forwards (direction 0) from the first blank and frame, backwards (1) from
// the last. Both obey one rule, so one text serves alpha and beta. Cells come in pairs, a blank and the label after
// it; the last blank is alone. `previous(slot, cell)` is the column before. An entry of the path is the class of a
// cell times 4, plus 1 or 2 where who walks forwards or backwards may come to it past the blank before.
struct Arrived {
  blank: vec2f,
  label: vec2f,
}

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
  let skipped = select(scaledZero, before, ((entry >> direction) & 1u) == 1u);
  return Arrived(sequenceArriveBlank(blank, before), sequenceArriveLabel(label, blank, skipped));
}

// How many frames each direction walks until the two meet.
fn halfOf(frames: u32, direction: u32) -> u32 {
  return (frames + 1u - direction) / 2u;
}
