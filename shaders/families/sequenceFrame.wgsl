// What the slopes of a frame have in common. All its shares are divided by their sum, which is 1 but for the rounding
// of all the steps that led there.
struct Frame {
  shares: SharesAt,
  blank: f32,
  peak: f32,
  fraction: f32,
  inverse: f32,
  pull: f32,
  isOpen: bool,
  isNan: bool,
}

struct SharesAt {
  row: u32,
  first: u32,
  labels: u32,
}

struct Folded {
  blank: f32,
  labels: f32,
}

fn mergeFolded(a: Folded, b: Folded) -> Folded {
  return Folded(a.blank + b.blank, a.labels + b.labels);
}

fn openFrame(frame: u32, sequence: u32, entry: vec4u, lane: u32) -> Frame {
  let row = frame * uniforms.sequences + sequence;
  let shares = SharesAt(row, sharesAt(cellAt(frame, sequence, entry.z, entry.y)), entry.y);
  let isRead = frame < entry.x;
  let isOpen = isRead && entry.w == 0u;
  let whole = sharesOf(shares, isOpen, lane);
  let sum = whole.blank + whole.labels;
  let pullBits = pulls[sequence];
  let isNan = isRead && (pullBits & 0x7fffffffu) > infinityBits;
  let length = select(1.0, f32(max(entry.y, 1u)), uniforms.averages == 1u);
  return Frame(
    shares,
    whole.blank,
    bitcast<f32>(rows[row].x),
    1.0 / (1.0 + bitcast<f32>(rows[row].y)),
    select(0.0, 1.0 / sum, sum > 0.0),
    bitcast<f32>(select(pullBits, 0u, (pullBits & infinityBits) == infinityBits)) / length,
    isOpen && !isNan,
    isNan,
  );
}

fn slopeOf(bits: u32, frame: Frame, share: f32) -> f32 {
  let slope = sequenceSlope(decay(bitcast<f32>(bits) - frame.peak) * frame.fraction, share * frame.inverse);
  return select(0.0, frame.pull * slope, frame.isOpen && (bits & infinityBits) != infinityBits);
}

// The class of one of the sorted labels; behind the last, none, as far from all others as an i32 tells.
fn sortedClass(at: u32, end: u32) -> u32 {
  return select(0x7fffffffu, sorted[at].x, i32(at) < i32(end));
}
