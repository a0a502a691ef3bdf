// A sum of exponentials as it grows: `peak` is the largest exponent so far (`lowest`: none yet), and `rest`
// the sum of e^(rate·(x − peak)) without the peak's own term, so that log1p(rest) keeps its relative
// accuracy when one term outweighs all others. A single x is the sum with peak x and rest 0.
struct ExpSum {
  peak: f32,
  rest: f32,
  // What the terms of the side with the lower peak were multiplied by; 1 where one side is empty.
  fade: f32,
  // How far the peak lies above each side's own; 0 for an empty side.
  riseA: f32,
  riseB: f32,
}

fn expSumJoin(peakA: f32, restA: f32, peakB: f32, restB: f32, rate: f32) -> ExpSum {
  let belowA = peakA < peakB;
  let peak = select(peakA, peakB, belowA);
  let low = select(peakB, peakA, belowA);
  // The difference to an empty side's peak would overflow.
  let gap = select(peak - low, 0.0, low == lowest);
  let fade = decay(-gap * rate);
  let upperRest = select(restA, restB, belowA);
  let lowerRest = select(restB, restA, belowA);
  let rest = select(upperRest + (lowerRest + 1.0) * fade, upperRest, low == lowest);
  return ExpSum(peak, rest, fade, select(0.0, gap, belowA), select(gap, 0.0, belowA));
}

// The same of a sum and a single x, which may be `lowest`.
fn expSumTake(peakA: f32, restA: f32, x: f32, rate: f32) -> ExpSum {
  let belowA = peakA < x;
  let peak = select(peakA, x, belowA);
  let gap = abs(x - peakA);
  let fade = decay(-gap * rate);
  let isAlone = (peakA == lowest) | (x == lowest);
  let rest = select(restA * select(1.0, fade, belowA) + fade, restA, isAlone);
  let rise = select(gap, 0.0, isAlone);
  return ExpSum(peak, rest, fade, select(0.0, rise, belowA), select(rise, 0.0, belowA));
}
