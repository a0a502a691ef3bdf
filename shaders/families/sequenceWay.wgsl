// One direction's way through a sequence, and what the frames on it emit. The first sweep ends where the two meet; the
// second goes on from there through the half that the other has walked.
struct Way {
  sequence: u32,
  labels: u32,
  // The first of its targets.
  first: u32,
  direction: u32,
  // Frames walked before, and in the end.
  begin: u32,
  end: u32,
  frames: u32,
}

fn wayOf(work: u32) -> Way {
  let sequence = uniforms.firstSequence + work / 2u;
  let direction = work % 2u;
  let entry = table[sequence];
  let isOpen = entry.w == 0u;
  let half = halfOf(entry.x, direction);
  let begin = select(0u, half, RESUMES);
  let end = select(begin, select(half, entry.x, RESUMES), isOpen);
  return Way(sequence, select(0u, entry.y, isOpen), entry.z, direction, begin, end, entry.x);
}

fn frameAt(way: Way, walked: u32) -> u32 {
  return select(walked, way.frames - 1u - walked, way.direction == 1u);
}

fn rowOf(way: Way, walked: u32) -> u32 {
  return frameAt(way, walked) * uniforms.sequences + way.sequence;
}

// A masked class is the lowest number, and comes to nothing.
fn emission(element: u32, peak: f32) -> vec2f {
  return emissionOf(read_logits(element), peak);
}

fn emissionOf(bits: u32, peak: f32) -> vec2f {
  return sequenceEmit(select(bitcast<f32>(bits), lowest, bits == minusInfinityBits), peak);
}
