// What all windows above and below a pixel pull at it, gathered through the same taps. A window's pull at the pixel
// p is w(p)·(e + g·(x(p) − x) + h·(d(p) − d) + k·(y(p) − y)), with x, d and y those of the pixel in its middle; here
// (e, g, h, k) of windows in one column become those of a row, told from the pixel in the row's middle.
@compute @workgroup_size(WORKGROUP)
fn gather(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  makeTaps(lane);
  let count = uniforms.planes * uniforms.height * uniforms.across;
  for (var at = group.x * WORKGROUP + lane; at < count; at += groups.x * WORKGROUP) {
    let line = at / uniforms.across;
    let column = at % uniforms.across;
    let plane = line / uniforms.height;
    let row = line % uniforms.height;
    let here = pixelAt(line * uniforms.width + column + MIDDLE);
    var sum = vec4f();
    let end = min(TAPS, row + 1u);
    for (var t = max(row + 1u, uniforms.down) - uniforms.down; t < end; t++) {
      let window = plane * uniforms.down + row - t;
      let middle = (line - t + MIDDLE) * uniforms.width + column + MIDDLE;
      let pull = windowPulls[window * uniforms.across + column];
      let off = here - pixelAt(middle);
      sum += taps[t] * vec4f(pull.x + dot(pull.yzw, off), pull.yzw);
    }
    moments[at] = sum;
  }
}
