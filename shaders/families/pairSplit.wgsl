// Positives to the front, negatives behind them, each in input order, with their weights: vec4u of the bits of score
// and weight, and where the element was. One workgroup; a lane has a stretch of neighbours. It also leaves how many
// pairs there are, in two words, and what their weights come to.
struct Folded {
  positive: u32,
  negative: u32,
  positiveWeight: f32,
  negativeWeight: f32,
  broken: u32,
}

var<workgroup> stretches: array<Folded, WORKGROUP>;

fn mergeFolded(a: Folded, b: Folded) -> Folded {
  return Folded(a.positive + b.positive, a.negative + b.negative, a.positiveWeight + b.positiveWeight,
    a.negativeWeight + b.negativeWeight, a.broken | b.broken);
}

@compute @workgroup_size(WORKGROUP)
fn split(@builtin(local_invocation_index) lane: u32) {
  let length = (uniforms.elements + WORKGROUP - 1u) / WORKGROUP;
  let begin = min(lane * length, uniforms.elements);
  let end = min(begin + length, uniforms.elements);
  let mine = takeStretch(begin, end);
  stretches[lane] = mine;
  let whole = foldWorkgroup(lane, mine);
  var positive = 0u;
  var negative = whole.positive;
  for (var other = 0u; other < lane; other++) {
    positive += stretches[other].positive;
    negative += stretches[other].negative;
  }
  for (var element = begin; element < end; element++) {
    let isPositive = bitcast<f32>(read_targets(element)) == 1.0;
    parted[select(negative, positive, isPositive)] = vec4u(read_scores(element), weightBits(element), element, 0u);
    positive += select(0u, 1u, isPositive);
    negative += select(1u, 0u, isPositive);
  }
  if (lane == 0u) {
    leaveWhole(whole);
  }
}

// Sums are blocked: 64 elements, then the blocks.
fn takeStretch(begin: u32, end: u32) -> Folded {
  var sum = Folded(0u, 0u, 0.0, 0.0, 0u);
  for (var start = begin; start < end; start += 64u) {
    var block = Folded(0u, 0u, 0.0, 0.0, 0u);
    for (var element = start; element < min(end, start + 64u); element++) {
      block = mergeFolded(block, take(element));
    }
    sum = mergeFolded(sum, block);
  }
  return sum;
}

fn take(element: u32) -> Folded {
  let bits = read_targets(element);
  let weight = weightBits(element);
  let isPositive = bits == 0x3f800000u;
  let isUsable = (read_scores(element) & infinityBits) != infinityBits && (weight & infinityBits) != infinityBits &&
    (isPositive || (bits & 0x7fffffffu) == 0u);
  let weighed = bitcast<f32>(select(0u, weight, isUsable));
  return Folded(select(0u, 1u, isPositive), select(1u, 0u, isPositive), select(0.0, weighed, isPositive),
    select(weighed, 0.0, isPositive), select(1u, 0u, isUsable));
}

fn leaveWhole(whole: Folded) {
  wholes = vec4u(whole.positive, whole.broken, 0u, 0u);
  // The product of two 32-bit counts, half by half.
  let low = vec2u(whole.positive & 0xffffu, whole.negative & 0xffffu);
  let high = vec2u(whole.positive >> 16u, whole.negative >> 16u);
  let cross = low.x * high.y;
  let middle = high.x * low.y + ((low.x * low.y) >> 16u);
  let sum = cross + middle;
  let carry = select(0u, 0x10000u, sum < cross);
  let pairs = vec2u((sum << 16u) | ((low.x * low.y) & 0xffffu), high.x * high.y + (sum >> 16u) + carry);
  let count = f32(whole.positive) * f32(whole.negative);
  leavePairs(pairs, select(count, whole.positiveWeight * whole.negativeWeight, WEIGHS), whole.broken);
}
