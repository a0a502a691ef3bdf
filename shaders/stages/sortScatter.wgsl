// Radix sort: each thread takes its stretch in order to where its digits have their places, so that equal keys stay
// as they were. Before the first pass the order is that of the items.
var<workgroup> places: array<u32, 16u * WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn sortScatter(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let thread = id.x;
  if (thread >= uniforms.threads) {
    return;
  }
  for (var digit = 0u; digit < 16u; digit++) {
    let at = digit * uniforms.threads + thread;
    places[digit * WORKGROUP + lane] = counts[at] + sums[at / BLOCK];
  }
  let first = thread * uniforms.stretch;
  let end = min(first + uniforms.stretch, uniforms.items);
  for (var i = first; i < end; i++) {
    let key = keys[i];
    let column = ((key >> uniforms.shift) & 15u) * WORKGROUP + lane;
    let place = places[column];
    places[column] = place + 1u;
    sortedKeys[place] = key;
    sortedOrder[place] = select(order[i], i, uniforms.shift == 0u);
  }
}
