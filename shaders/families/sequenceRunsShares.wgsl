// Shares as the sweep by runs leaves them: added up, and those of labels in the order of their classes.
fn sharesOf(at: SharesAt, isOpen: bool, lane: u32) -> Folded {
  return Folded(sums[at.row].x, sums[at.row].y);
}

fn shareOf(at: SharesAt, firstSorted: u32, own: u32) -> f32 {
  return shares[at.first / 2u + own - firstSorted];
}
