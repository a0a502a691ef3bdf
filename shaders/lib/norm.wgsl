// A sum of squares over the whole range of f32, by the sizes of the numbers: of small ones times 2^84, of middling ones
// as they are, of large ones times 2^-76, so that no square vanishes or overflows (J. L. Blue, A portable Fortran
// program to find the Euclidean norm of a vector, ACM TOMS 4 (1978) 15–23). Sums of each kind simply add up.
struct Norm {
  small: f32,
  middle: f32,
  large: f32,
  // 1: a NaN was met, 2: an infinity.
  flags: u32,
}

fn emptyNorm() -> Norm {
  return Norm(0.0, 0.0, 0.0, 0u);
}

fn addToNorm(norm: ptr<function, Norm>, x: f32) {
  let size = bitcast<u32>(x) & 0x7fffffffu;
  if (size >= infinityBits) {
    (*norm).flags |= select(2u, 1u, size > infinityBits);
    return;
  }
  let small = x * 0x1p84f;
  let large = x * 0x1p-76f;
  // The borders are 2^-43 and 2^52.
  if (size < 0x2a000000u) {
    (*norm).small += small * small;
  } else if (size < 0x59800000u) {
    (*norm).middle += x * x;
  } else {
    (*norm).large += large * large;
  }
}

fn mergeNorm(a: Norm, b: Norm) -> Norm {
  return Norm(a.small + b.small, a.middle + b.middle, a.large + b.large, a.flags | b.flags);
}

// The root of the whole. Beside large numbers small ones are as good as nothing.
fn rootOfNorm(norm: Norm) -> f32 {
  let large = sqrt(norm.large + norm.middle * 0x1p-76f * 0x1p-76f);
  let middle = sqrt(norm.middle + norm.small * 0x1p-84f * 0x1p-84f);
  let small = sqrt(norm.small) * 0x1p-84f;
  return select(select(small, middle, norm.middle > 0.0), large * 0x1p76f, norm.large > 0.0);
}
