// Ledgers: what each item has to enter goes into counters. A small ledger is kept in workgroup memory and handed in
// once; a large one is kept in storage.
@compute @workgroup_size(WORKGROUP)
fn ledger(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  openPage(lane);
  let scale = ledgerScale(peakExponent());
  var total = emptyTally();
  for (var item = group.x * WORKGROUP + lane; item < uniforms.items; item += groups.x * WORKGROUP) {
    takeItem(item, scale, &total);
  }
  closePage(lane);
  let whole = foldWorkgroup(lane, total);
  if (lane == 0u) {
    tallies[uniforms.firstSlot + group.x] = whole;
  }
}

fn enterItem(item: LedgerItem, weight: f32, scale: f32) {
  let entries = entriesOf(item);
  for (var k = 0u; k < ENTRIES; k++) {
    let amount = entries[k].amount * weight;
    if (amount != 0.0) {
      enter(entries[k].counter, ledgerWords(amount, scale));
    }
  }
}

// A sum that wraps is seen by the one who made it wrap, whose carry is one more in the high word.
fn enterStored(counter: u32, words: vec2u) {
  let at = FIRST_COUNTER + 2u * counter;
  var carry = 0u;
  if (words.x != 0u) {
    let old = atomicAdd(&record[at], words.x);
    carry = select(0u, 1u, old + words.x < old);
  }
  if (words.y + carry != 0u) {
    atomicAdd(&record[at + 1u], words.y + carry);
  }
}
