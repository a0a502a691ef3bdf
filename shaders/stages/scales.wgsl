// What the gradients of each term are multiplied by, where its weight is ½·exp(−s) of a trained s.
@compute @workgroup_size(WORKGROUP)
fn scales(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < uniforms.terms) {
    let upstream = uniforms.gradientScale * select(1.0, bitcast<f32>(side[1]), uniforms.scaleMode == 1u);
    let bits = read_logVariances(id.x);
    let isBroken = (bits & infinityBits) == infinityBits;
    let scale = upstream * 0.5 * preciseExp(-bitcast<f32>(select(bits, 0u, isBroken)));
    termScales[id.x] = select(bitcast<u32>(scale), nanBits, isBroken);
  }
}
