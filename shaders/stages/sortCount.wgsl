// Radix sort, pass by pass of four bits: how many keys of each digit are in a thread's stretch. Every lane has a
// column of its own in workgroup memory, so nobody waits for anybody.
var<workgroup> tallied: array<u32, 16u * WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn sortCount(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let thread = id.x;
  if (thread >= uniforms.threads) {
    return;
  }
  let first = thread * uniforms.stretch;
  let end = min(first + uniforms.stretch, uniforms.items);
  for (var i = first; i < end; i++) {
    tallied[((keys[i] >> uniforms.shift) & 15u) * WORKGROUP + lane]++;
  }
  for (var digit = 0u; digit < 16u; digit++) {
    counts[digit * uniforms.threads + thread] = tallied[digit * WORKGROUP + lane];
  }
}
