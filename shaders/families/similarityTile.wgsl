// The scores of four rows with four others, in registers, written out: a row of the result is one of ours. Sums are
// taken in blocks, so that long rows keep their digits.
fn scoreTile(row: u32, other: u32) -> array<vec4f, 4> {
  let rows = min(vec4u(row) + vec4u(0u, 1u, 2u, 3u), vec4u(uniforms.rows - 1u));
  let others = min(vec4u(other) + vec4u(0u, 1u, 2u, 3u), vec4u(uniforms.others - 1u));
  let unit = ownInverses(rows);
  var s0 = vec4f(0.0);
  var s1 = vec4f(0.0);
  var s2 = vec4f(0.0);
  var s3 = vec4f(0.0);
  for (var first = 0u; first < uniforms.quads; first += BLOCK) {
    let end = min(first + BLOCK, uniforms.quads);
    var t0 = vec4f(0.0);
    var t1 = vec4f(0.0);
    var t2 = vec4f(0.0);
    var t3 = vec4f(0.0);
    for (var quad = first; quad < end; quad++) {
      let b0 = loadOther(others.x, quad);
      let b1 = loadOther(others.y, quad);
      let b2 = loadOther(others.z, quad);
      let b3 = loadOther(others.w, quad);
      let a0 = loadOwn(rows.x, quad) * unit.x;
      t0 += vec4f(term(a0, b0), term(a0, b1), term(a0, b2), term(a0, b3));
      let a1 = loadOwn(rows.y, quad) * unit.y;
      t1 += vec4f(term(a1, b0), term(a1, b1), term(a1, b2), term(a1, b3));
      let a2 = loadOwn(rows.z, quad) * unit.z;
      t2 += vec4f(term(a2, b0), term(a2, b1), term(a2, b2), term(a2, b3));
      let a3 = loadOwn(rows.w, quad) * unit.w;
      t3 += vec4f(term(a3, b0), term(a3, b1), term(a3, b2), term(a3, b3));
    }
    s0 += t0;
    s1 += t1;
    s2 += t2;
    s3 += t3;
  }
  let scale = otherInverses(others);
  return array<vec4f, 4>(s0 * scale, s1 * scale, s2 * scale, s3 * scale);
}
