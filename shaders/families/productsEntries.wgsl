// An entry of the difference of the matrices, of all its runs, and what it costs; its slope is left for the gradient.
fn termOf(image: u32, term: u32) -> Partial {
  let i = term / uniforms.channels;
  let j = term % uniforms.channels;
  let low = min(i, j);
  let high = max(i, j);
  let row = low / 4u;
  let pairs = uniforms.blocks * (uniforms.blocks + 1u) / 2u;
  // Blocks before this row, then those before it in the row: Σ over r < row of (blocks − r).
  let pair = row * uniforms.blocks - (row * (row + 1u)) / 2u + high / 4u;
  var sum = 0.0;
  var broken = false;
  for (var first = 0u; first < uniforms.runs; first += BLOCK) {
    var part = 0.0;
    for (var run = first; run < min(first + BLOCK, uniforms.runs); run++) {
      let bits = sums[4u * ((image * uniforms.runs + run) * pairs + pair) + low % 4u][high % 4u];
      broken |= (bits & 0x7fffffffu) > infinityBits;
      part += bitcast<f32>(bits);
    }
    sum += part;
  }
  let difference = sum * productShare();
  leaveSlope((image * uniforms.channels + i) * 4u * uniforms.blocks + j, select(entrySlope(difference), 0.0, broken));
  return Partial(select(entryValue(difference), 0.0, broken), select(0u, 1u, broken));
}
