// What two windows lack of being one: 1 − l·s, with l = 1 − a for the light and s = 1 − b for the structure, where
// a = (μx − μy)² / (μx² + μy² + C₁) and b = Var(x − y) / (Var x + Var y + C₂). So a small miss, which is what is
// left at the end of training, is no difference of numbers near 1: it is charged by its square, measured against
// the light and the contrast that are there. A large one ends at 1, and at 2 where the structure is inverted.
fn ssimValue(params: ssimParams, moments: Moments) -> MomentSlopes {
  let c1 = 0.01 * params.dataRange;
  let c2 = 0.03 * params.dataRange;
  let other = moments.other;
  let brightness = max(moments.mean * moments.mean + other * other + c1 * c1, 0x1p-126f);
  let contrast = max(moments.spread + c2 * c2, 0x1p-126f);
  let a = moments.apart * (moments.apart / brightness);
  let b = moments.spreadApart / contrast;
  let light = (2.0 * moments.mean * other + c1 * c1) / brightness;
  let structure = (moments.spread - moments.spreadApart + c2 * c2) / contrast;
  // Where images are alike, a and b are small and exact; where they are not, light and structure may be.
  let byMean = 2.0 * structure * select(moments.apart - a * moments.mean, light * moments.mean - other, a > 0.5);
  let pull = 2.0 * light / contrast;
  let isFar = b > 0.5;
  return MomentSlopes(
    a + b - a * b,
    byMean / brightness,
    pull * select(-b, structure, isFar),
    select(pull, 0.0, isFar),
    select(0.0, -pull, isFar),
  );
}
