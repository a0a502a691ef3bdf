// Until the two directions meet.
fn walkStrip(way: Way, pair: u32, lane: u32, isFirst: bool) {
  let labels = openLabels(way, pair);
  var run = openRun(way, pair);
  var ahead = seen(way, 0u);
  for (var start = 0u; start < way.end; start += TIDY) {
    let stop = min(start + TIDY, way.end);
    var walked = start;
    loop {
      let first = ahead;
      let second = seen(way, walked + 1u);
      let kept = walkFrame(way, labels, run, walked, lane, isFirst, first);
      leaveRun(way, kept, pair, walked);
      ahead = seen(way, walked + 2u);
      run = kept;
      if (walked + 1u < stop) {
        run = walkFrame(way, labels, kept, walked + 1u, lane, isFirst, second);
      }
      continuing {
        walked += 2u;
        break if walked >= stop;
      }
    }
    run = tidyRun(run);
  }
  closeRun(way, run, pair);
}

fn walkFrame(way: Way, labels: Labels, run: Run, walked: u32, lane: u32, isFirst: bool, seen: Seen) -> Run {
  let row = rowOf(way, walked);
  return passRun(arriveRun(labels, run, row, lane, isFirst), emit(labels, row, seen));
}
