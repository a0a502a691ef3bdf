// The same sweep where four lanes are a subgroup and hold columns in registers: each has a run of RUN pairs, a label
// and the blank behind it, and hears from the lane before what goes on from the last of them, so that no frame needs a
// barrier. A longer column is walked in strips of four runs, one after the other, each of which leaves at every frame
// what the next is to hear. Cells behind the last of a sequence are walked too, as nothing comes from there to those
// before. Frames are walked in twos, of which one direction leaves the first and the other makes the second anew:
// a step of the lattice costs less than its memory does.
@compute @workgroup_size(4)
fn sweep(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var work = group.x; work < 2u * uniforms.count; work += groups.x) {
    let way = wayOf(work);
    for (var strip = 0u; strip == 0u || strip * STRIP < way.labels; strip++) {
      walkStrip(way, strip * STRIP + lane * RUN, lane, strip == 0u);
    }
  }
}

// What all cells of a frame need, read a frame ahead: rows lie far apart, and software waits for the first of each.
fn seen(way: Way, walked: u32) -> Seen {
  let row = rowOf(way, walked);
  return Seen(bitcast<f32>(rows[row].x), read_logits(row * uniforms.classes + uniforms.blank));
}

struct Seen {
  peak: f32,
  blank: u32,
}
