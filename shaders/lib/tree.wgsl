// The one reduction tree: every lane brings a Folded, every lane gets the whole, in a fixed order.
// The module says what a Folded is (alias Folded) and how two become one (mergeFolded).
var<workgroup> folding: array<Folded, WORKGROUP>;

fn foldWorkgroup(lane: u32, mine: Folded) -> Folded {
  folding[lane] = mine;
  for (var half = WORKGROUP / 2u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) {
      folding[lane] = mergeFolded(folding[lane], folding[lane + half]);
    }
  }
  workgroupBarrier();
  let whole = folding[0];
  workgroupBarrier();
  return whole;
}
