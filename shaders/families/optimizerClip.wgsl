// What every gradient is multiplied by: clipGlobalNorm over the norm of all of them, at most 1. Where the norm is NaN
// every gradient becomes NaN; where it is infinite 0, and an infinite gradient NaN.
@compute @workgroup_size(WORKGROUP)
fn clip(@builtin(local_invocation_index) lane: u32) {
  var mine = emptyNorm();
  for (var tile = lane; tile < uniforms.tiles; tile += WORKGROUP) {
    mine = mergeNorm(mine, partials[tile]);
  }
  let whole = foldWorkgroup(lane, mine);
  if (lane == 0u) {
    let factor = min(1.0, uniforms.clipGlobalNorm / (rootOfNorm(whole) + 1e-6));
    let isInfinite = (whole.flags & 2u) != 0u;
    let isNan = (whole.flags & 1u) != 0u;
    side.clip = select(bitcast<u32>(select(factor, 0.0, isInfinite)), nanBits, isNan);
  }
}
