// Losses of pixels and their right and lower neighbours. One workgroup takes an image at a time: every lane sums
// its share of the pixels, in blocks, and the tree joins the lanes.
struct Partial {
  sum: f32,
  broken: u32,
}
alias Folded = Partial;

fn mergeFolded(a: Folded, b: Folded) -> Folded {
  return Partial(a.sum + b.sum, a.broken | b.broken);
}

@compute @workgroup_size(WORKGROUP)
fn forward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let pixels = uniforms.channels * uniforms.height * uniforms.width;
  for (var image = group.x; image < uniforms.images; image += groups.x) {
    var mine = Partial(0.0, 0u);
    for (var first = lane; first < pixels; first += BLOCK * WORKGROUP) {
      var block = Partial(0.0, 0u);
      for (var k = 0u; k < BLOCK; k++) {
        let pixel = first + k * WORKGROUP;
        if (pixel < pixels) {
          block = mergeFolded(block, termsOf(image * pixels + pixel));
        }
      }
      mine = mergeFolded(mine, block);
    }
    let whole = foldWorkgroup(lane, mine);
    if (lane == 0u) {
      itemLosses[image] = vec2u(select(bitcast<u32>(whole.sum), nanBits, whole.broken != 0u), 1u);
    }
  }
}

// What a pixel has to do with its right and its lower neighbour.
fn termsOf(pixel: u32) -> Partial {
  let bits = read_predictions(pixel);
  let here = bitcast<f32>(bits);
  var terms = Partial(0.0, select(0u, 1u, (bits & infinityBits) == infinityBits));
  let column = pixel % uniforms.width;
  let row = (pixel / uniforms.width) % uniforms.height;
  if (column + 1u < uniforms.width) {
    terms.sum += neighbourValue(here, bitcast<f32>(read_predictions(pixel + 1u)));
  }
  if (row + 1u < uniforms.height) {
    terms.sum += neighbourValue(here, bitcast<f32>(read_predictions(pixel + uniforms.width)));
  }
  return terms;
}
