// A weighted sum of losses that other kernels left: each term as it is, and all together. Under "none" the same
// for every item.
struct TermSum {
  value: f32,
  isNan: bool,
  isInfinite: bool,
}

@compute @workgroup_size(WORKGROUP)
fn terms(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var item = id.x; item < uniforms.items; item += groups.x * WORKGROUP) {
    var whole = TermSum(0.0, false, false);
    takeTerms(item, &whole);
    lossResult[item] = accumulated(ADDS_LOSS, lossResult[item], whole.value, whole.isNan, whole.isInfinite);
  }
  if (id.x == 0u) {
    finishSum();
  }
}

// Adds one loss, a leaf's or a term's. Nothing of something infinite is nothing.
fn addTo(whole: ptr<function, TermSum>, part: TermSum, factor: f32) {
  (*whole).value += factor * part.value;
  (*whole).isNan |= part.isNan;
  (*whole).isInfinite |= part.isInfinite && factor != 0.0;
}

fn leafAt(word: u32) -> TermSum {
  let bits = leafLosses[word];
  let isNan = (bits & 0x7fffffffu) > infinityBits;
  let isInfinite = bits == infinityBits;
  return TermSum(bitcast<f32>(select(bits, 0u, isNan || isInfinite)), isNan, isInfinite);
}

fn leaveTerm(word: u32, term: TermSum) {
  termsResult[word] = accumulated(ADDS_LOSS, termsResult[word], term.value, term.isNan, term.isInfinite);
}
