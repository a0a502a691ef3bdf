// −log of the partner's share of a softmax over all keys. A query that leads by 20 costs 1e-9 and pulls as
// little; one whose partner trails costs the gap times the scale, and what pulls is the nearest wrong key.
fn infoNceRole(pair: Pair) -> u32 {
  return partnerRole(pair);
}
