// What every gradient is multiplied by, and what the loss is divided by. Each may be a number of this
// encode, a tensor (copied to the side buffer), or, for the divisor, what the data themselves say.
struct Scale {
  // The upstream gradient over the divisor; 0 where nothing counted.
  gradient: f32,
  divisor: f32,
  // divisor / plain divisor: a term that class weights do not touch is multiplied by it.
  plainRatio: f32,
  // A weight was NaN, and so is everything that is divided by their sum; or the host said NaN.
  broken: bool,
}

fn resolveScale(natural: Count) -> Scale {
  var scale = Scale(uniforms.gradientScale, natural.divisor, 1.0, natural.broken != 0u);
  let isBroken = isNanNumber(uniforms.gradientScale);
  if (uniforms.scaleMode == 1u) {
    scale.gradient *= bitcast<f32>(side[1]);
  }
  if (uniforms.divisorMode == 0u) {
    scale.plainRatio = select(1.0, natural.divisor / natural.plain, natural.plain != 0.0);
  } else {
    scale.divisor = select(uniforms.divisor, bitcast<f32>(side[0]), uniforms.divisorMode == 2u);
    scale.plainRatio = uniforms.plainRatio;
    scale.broken = isNanNumber(scale.divisor);
  }
  scale.broken |= isBroken;
  scale.gradient = select(0.0, scale.gradient / scale.divisor, scale.divisor != 0.0);
  return scale;
}
