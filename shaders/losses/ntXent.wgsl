// −log of the other view's share of a softmax over all views but the view itself. A thing that is told apart
// from all others costs next to nothing; the hotter the temperature, the more the far ones pull along.
fn ntXentRole(pair: Pair) -> u32 {
  let things = uniforms.rows / 2u;
  let partner = select(pair.own + things, pair.own - things, pair.own >= things);
  return select(select(wrong, right, pair.other == partner), ignored, pair.own == pair.other);
}
