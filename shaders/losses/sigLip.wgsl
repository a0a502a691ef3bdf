// Each pair is a logistic regression of its own. One that is surely right costs next to nothing, whatever the
// others in its row do; one that is surely wrong costs its distance from the border and pulls with all of the scale.
fn sigLipRole(pair: Pair) -> u32 {
  return partnerRole(pair);
}

fn sigLipValue(x: f32, role: u32) -> f32 {
  return softplus(select(x, -x, role == right));
}

fn sigLipSlope(x: f32, role: u32) -> f32 {
  return select(sigmoid(x), -sigmoid(-x), role == right);
}
