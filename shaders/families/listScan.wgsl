// A list at a time by a workgroup: the sums of exponentials of every place and all behind it, from the end; the loss
// of every place; and from the front the sums of their inverses, of which the slopes are made. Every lane has a
// stretch of neighbouring places, and begins where the sums of the others' stretches leave it.
struct Folded {
  sum: f32,
  peak: f32,
  listed: u32,
  broken: u32,
}

var<workgroup> stretches: array<vec2f, WORKGROUP>;

fn mergeFolded(a: Folded, b: Folded) -> Folded {
  return Folded(a.sum + b.sum, max(a.peak, b.peak), a.listed + b.listed, a.broken | b.broken);
}

@compute @workgroup_size(WORKGROUP)
fn scan(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  for (var row = group.x; row < uniforms.lists; row += groups.x) {
    let list = uniforms.firstList + row;
    let seen = foldWorkgroup(lane, look(list, lane));
    let listed = select(seen.listed, 0u, seen.broken != 0u);
    let length = (listed + WORKGROUP - 1u) / WORKGROUP;
    let begin = min(lane * length, listed);
    let end = min(begin + length, listed);
    let first = row * uniforms.entries;

    stretches[lane] = powers(list, first, begin, end, seen.peak);
    workgroupBarrier();
    var behind = scaledZero;
    for (var other = WORKGROUP - 1u; other > lane; other--) {
      behind = scaledTimes(scaledPair(behind, stretches[other]), scaledOne);
    }
    let sum = charge(list, first, begin, end, seen.peak, behind);
    let whole = foldWorkgroup(lane, Folded(sum, lowest, 0u, 0u));
    if (lane == 0u) {
      let counts = select(0u, 1u, seen.listed > 0u);
      itemLosses[list] = vec2u(select(bitcast<u32>(whole.sum), nanBits, seen.broken != 0u), counts);
    }
    if (SLOPES) {
      storageBarrier();
      stretches[lane] = inverses(first, begin, end);
      workgroupBarrier();
      var before = scaledZero;
      for (var other = 0u; other < lane; other++) {
        before = scaledTimes(scaledPair(before, stretches[other]), scaledOne);
      }
      slope(list, first, begin, end, listed, seen.peak, before);
      workgroupBarrier();
    }
  }
}

// What is in a list, its largest score, and whether anything of it is no number.
fn look(list: u32, lane: u32) -> Folded {
  var seen = Folded(0.0, lowest, 0u, 0u);
  for (var entry = lane; entry < uniforms.entries; entry += WORKGROUP) {
    let element = elementOf(list, entry);
    if (isListed(element)) {
      let score = read_scores(element);
      let isBroken = (score & infinityBits) == infinityBits ||
        (read_targets(element) & infinityBits) == infinityBits || isMaskBroken(element);
      let peak = select(bitcast<f32>(score), lowest, isBroken);
      seen = mergeFolded(seen, Folded(0.0, peak, 1u, select(0u, 1u, isBroken)));
    }
  }
  return seen;
}

fn power(list: u32, place: u32, peak: f32) -> vec2f {
  return scaledExp(bitcast<f32>(read_scores(elementOf(list, order[place]))) - peak);
}

fn powers(list: u32, first: u32, begin: u32, end: u32, peak: f32) -> vec2f {
  var sum = scaledZero;
  for (var k = begin; k < end; k++) {
    sum = scaledTimes(scaledPair(sum, power(list, first + k, peak)), scaledOne);
  }
  return sum;
}

// From the end of the stretch: what each place and all behind it have come to is kept for the slopes.
fn charge(list: u32, first: u32, begin: u32, end: u32, peak: f32, behind: vec2f) -> f32 {
  var rest = behind;
  var sum = 0.0;
  var block = 0.0;
  for (var k = end; k > begin; k--) {
    let own = power(list, first + k - 1u, peak);
    block += rankingTerm(own, rest);
    rest = scaledTimes(scaledPair(rest, own), scaledOne);
    leaveRest(first + k - 1u, rest);
    if ((k & 31u) == 0u) {
      sum += block;
      block = 0.0;
    }
  }
  return sum + block;
}

fn inverses(first: u32, begin: u32, end: u32) -> vec2f {
  var sum = scaledZero;
  for (var k = begin; k < end; k++) {
    sum = scaledTimes(scaledPair(sum, scaledInverse(restAt(first + k))), scaledOne);
  }
  return sum;
}

fn slope(list: u32, first: u32, begin: u32, end: u32, listed: u32, peak: f32, behind: vec2f) {
  var before = behind;
  for (var k = begin; k < end; k++) {
    let own = power(list, first + k, peak);
    let all = restAt(first + k);
    var rest = scaledZero;
    if (k + 1u < listed) {
      rest = restAt(first + k + 1u);
    }
    leaveSlope(elementOf(list, order[first + k]), rankingSlope(own, before, rest, all));
    before = scaledTimes(scaledPair(before, scaledInverse(all)), scaledOne);
  }
}
