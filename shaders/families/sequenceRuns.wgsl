// The same sweep where four lanes are a subgroup and hold columns in registers: each has a run of RUN pairs, and hears
// from the lane before what has passed the last of its labels, so that no frame needs a barrier. A longer column is
// walked in strips of four runs, one after the other, each of which leaves at every frame what the next is to hear.
// Cells behind the last of a sequence are walked too, as nothing comes from there to those before.
@compute @workgroup_size(4)
fn sweep(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var work = group.x; work < 2u * uniforms.count; work += groups.x) {
    let way = wayOf(work);
    for (var strip = 0u; strip <= way.labels / STRIP; strip++) {
      walkStrip(way, strip * STRIP + lane * RUN, lane, strip == 0u);
    }
  }
}

fn walkStrip(way: Way, pair: u32, lane: u32, isFirst: bool) {
  let labels = openLabels(way, pair);
  var run = openRun(way, pair);
  for (var start = way.begin; start < way.end; start += TIDY) {
    let stop = min(start + TIDY, way.end);
    var walked = start;
    loop {
      run = walkRun(way, labels, run, pair, walked, lane, isFirst);
      continuing {
        walked++;
        break if walked >= stop;
      }
    }
    run = tidyRun(run);
  }
  closeRun(way, run, pair);
}
