// A segment is WORKGROUP · RUN items in order, a run for each lane. The tree merges lanes half a workgroup apart: with
// runs handed out by the reversed bits of the lane they are neighbours, so it merges in order.
fn runOf(lane: u32) -> u32 {
  return reverseBits(lane) >> (32u - LANE_BITS);
}

fn takeRun(first: u32) -> Folded {
  var total = emptyFolded();
  for (var k = 0u; k < RUN; k++) {
    if (first + k < uniforms.items) {
      total = mergeFolded(total, foldedAt(first + k));
    }
  }
  return total;
}
