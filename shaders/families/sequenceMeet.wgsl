// From where the directions have met, through the frames that the other one walked. Of these it left its first, third
// and so on; the one before comes with each, and is made of it.
fn walkStrip(way: Way, pair: u32, lane: u32, isFirst: bool) {
  let labels = openLabels(way, pair);
  var run = openRun(way, pair);
  let kept = way.begin + 1u - (way.frames - way.begin) % 2u;
  var ahead = seen(way, max(kept, 1u) - 1u);
  for (var start = kept; start < way.end; start += TIDY) {
    let stop = min(start + TIDY, way.end);
    var walked = start;
    loop {
      let first = ahead;
      let second = seen(way, walked);
      let other = otherRun(way, labels, walked);
      if (walked > way.begin) {
        let row = rowOf(way, walked - 1u);
        let emitted = emit(labels, row, first);
        let arrived = arriveRun(labels, run, row, lane, isFirst);
        shareRun(way, labels, arrived, pastOther(labels, other, emitted), pair, row, walked - 1u, lane, isFirst);
        run = passRun(arrived, emitted);
      }
      ahead = seen(way, walked + 1u);
      let row = rowOf(way, walked);
      let arrived = arriveRun(labels, run, row, lane, isFirst);
      shareRun(way, labels, arrived, other, pair, row, walked, lane, isFirst);
      run = passRun(arrived, emit(labels, row, second));
      continuing {
        walked += 2u;
        break if walked >= stop;
      }
    }
    run = tidyRun(run);
  }
}
