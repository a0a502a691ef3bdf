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
  var ahead = seen(way, way.begin);
  for (var start = way.begin; start < way.end; start += TIDY) {
    let stop = min(start + TIDY, way.end);
    var walked = start;
    loop {
      let now = ahead;
      ahead = seen(way, walked + 1u);
      run = walkRun(way, labels, run, pair, walked, lane, isFirst, now);
      continuing {
        walked++;
        break if walked >= stop;
      }
    }
    run = tidyRun(run);
  }
  closeRun(way, run, pair);
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
