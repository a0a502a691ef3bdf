// Items whose kernels left one loss each (and whether it counts): weighed and summed into tallies, and what
// every item's gradient is to be multiplied by left behind for the kernels that come after the fold.
// An item is two words: the bits of its loss (NaN where its numbers cannot be used), and 1 if it counts.
@compute @workgroup_size(WORKGROUP)
fn items(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let scale = gradientScale();
  var total = emptyTally();
  let tiles = (uniforms.items + WORKGROUP * BLOCK - 1u) / (WORKGROUP * BLOCK);
  for (var tile = group.x; tile < tiles; tile += groups.x) {
    var block = emptyTally();
    for (var k = 0u; k < BLOCK; k++) {
      let item = (tile * BLOCK + k) * WORKGROUP + lane;
      if (item < uniforms.items) {
        block = mergeTally(block, takeItem(item, scale));
      }
    }
    total = mergeTally(total, block);
  }
  let whole = foldWorkgroup(lane, total);
  if (lane == 0u) {
    tallies[uniforms.firstSlot + group.x] = whole;
  }
}

fn takeItem(item: u32, scale: Scale) -> Tally {
  var tally = emptyTally();
  let bits = itemLosses[item].x;
  if (itemLosses[item].y == 0u) {
    leavePull(item, 0u);
    leaveLoss(item, 0.0, false, false);
    return tally;
  }
  let weightOfItem = weightBits(item);
  let weightFault = (weightOfItem & infinityBits) == infinityBits;
  let weight = select(bitcast<f32>(weightOfItem), 0.0, weightFault);
  let isNan = weightFault || (bits & 0x7fffffffu) > infinityBits;
  if (weightFault) {
    noteWeight(item, &tally);
  }
  let isInfinite = bits == infinityBits && weight != 0.0;
  let finite = select(bits, 0u, (bits & infinityBits) == infinityBits);
  let weighed = bitcast<f32>(finite) * weight;
  tally.sum = weighed;
  tally.counted = 1u;
  tally.flags = select(0u, 1u, isNan) | select(0u, 2u, isInfinite);
  let pull = weight * upstreamOf(item) * scale.gradient;
  leavePull(item, select(bitcast<u32>(pull), nanBits, isNan || scale.broken));
  leaveLoss(item, weighed, isNan, isInfinite);
  takeSlopes(item, pull, &tally);
  return tally;
}
