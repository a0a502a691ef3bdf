// Sums of all numbers before each, block by block of WORKGROUP · RUN: the sum of a block itself is left in `sums`,
// where the same kernel goes over it once more.
var<workgroup> runs: array<u32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn sortScan(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = (group.x * WORKGROUP + lane) * RUN;
  var own = 0u;
  for (var k = 0u; k < RUN; k++) {
    if (first + k < uniforms.length) {
      own += numbers[first + k];
    }
  }
  runs[lane] = own;
  workgroupBarrier();
  var before = 0u;
  for (var other = 0u; other < lane; other++) {
    before += runs[other];
  }
  for (var k = 0u; k < RUN; k++) {
    if (first + k < uniforms.length) {
      let number = numbers[first + k];
      numbers[first + k] = before;
      before += number;
    }
  }
  if (lane == WORKGROUP - 1u) {
    sums[group.x] = before;
  }
}
