// Shares as the sweep of whole columns leaves them: at every cell, to be added up.
fn sharesOf(at: SharesAt, isOpen: bool, lane: u32) -> Folded {
  var mine = Folded(0.0, 0.0);
  if (isOpen) {
    for (var cell = memberOf(lane); cell <= 2u * at.labels; cell += MEMBERS) {
      let share = lattice[at.first + cell].x;
      mine = mergeFolded(mine, Folded(select(0.0, share, cell % 2u == 0u), select(share, 0.0, cell % 2u == 0u)));
    }
  }
  return shareRow(lane, mine);
}

fn shareOf(at: SharesAt, firstSorted: u32, own: u32) -> f32 {
  return lattice[at.first + 2u * sorted[own].y + 1u].x;
}

fn sharesAt(cell: u32) -> u32 {
  return cell;
}
