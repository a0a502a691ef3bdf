// The scores of four rows with four others: a row of the result is one of ours. The same as the tile written out,
// at a fraction of its text, where compiling that would take longer than running this.
fn scoreTile(row: u32, other: u32) -> array<vec4f, 4> {
  let rows = min(vec4u(row) + vec4u(0u, 1u, 2u, 3u), vec4u(uniforms.rows - 1u));
  let others = min(vec4u(other) + vec4u(0u, 1u, 2u, 3u), vec4u(uniforms.others - 1u));
  let unit = ownInverses(rows);
  var sums = array<vec4f, 4>();
  for (var first = 0u; first < uniforms.quads; first += BLOCK) {
    let end = min(first + BLOCK, uniforms.quads);
    var block = array<vec4f, 4>();
    for (var quad = first; quad < end; quad++) {
      var b = array<vec4f, 4>();
      for (var k = 0u; k < 4u; k++) {
        b[k] = loadOther(others[k], quad);
      }
      for (var k = 0u; k < 4u; k++) {
        let a = loadOwn(rows[k], quad) * unit[k];
        block[k] += vec4f(term(a, b[0]), term(a, b[1]), term(a, b[2]), term(a, b[3]));
      }
    }
    for (var k = 0u; k < 4u; k++) {
      sums[k] += block[k];
    }
  }
  let scale = otherInverses(others);
  return array<vec4f, 4>(sums[0] * scale, sums[1] * scale, sums[2] * scale, sums[3] * scale);
}
