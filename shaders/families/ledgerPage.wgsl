// The counters of a workgroup: PAGE of them at most.
var<workgroup> page: array<atomic<u32>, 2u * PAGE>;

fn openPage(lane: u32) {
  for (var at = lane; at < 2u * uniforms.counters; at += WORKGROUP) {
    atomicStore(&page[at], 0u);
  }
  workgroupBarrier();
}

fn enter(counter: u32, words: vec2u) {
  var carry = 0u;
  if (words.x != 0u) {
    let old = atomicAdd(&page[2u * counter], words.x);
    carry = select(0u, 1u, old + words.x < old);
  }
  if (words.y + carry != 0u) {
    atomicAdd(&page[2u * counter + 1u], words.y + carry);
  }
}

fn closePage(lane: u32) {
  workgroupBarrier();
  for (var counter = lane; counter < uniforms.counters; counter += WORKGROUP) {
    enterStored(counter, vec2u(atomicLoad(&page[2u * counter]), atomicLoad(&page[2u * counter + 1u])));
  }
}
