// Shares as the sweep by runs leaves them: added up, and those of labels in the order of their classes.
fn sharesOf(at: SharesAt, isOpen: bool, lane: u32) -> Folded {
  return Folded(sums[at.row].x, sums[at.row].y);
}

fn shareOf(at: SharesAt, firstSorted: u32, own: u32) -> f32 {
  return shares[at.first + own - firstSorted];
}

// One for every pair of cells.
fn sharesAt(cell: u32) -> u32 {
  return cell / 2u;
}
