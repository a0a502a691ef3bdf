// Features as directions: at a position those of all channels are divided by their norm (by the floor, where
// that is larger), u = p/‖p‖ and v = t/‖t‖. As u − v = ((p − t) + v·(‖t‖ − ‖p‖))/‖p‖, and the other way about, directions
// that are nearly alike lose no digits; the longer of the two divides.
const normFloor = 1e-10;

struct Directions {
  // What p and t are divided by, and the second less the first.
  p: f32,
  t: f32,
  gap: f32,
  // The slope by p's own length is none: p is 0, or shorter than the floor.
  zero: bool,
  short: bool,
  broken: bool,
}

fn directionsAt(first: u32) -> Directions {
  var squares = vec3f();
  var seen = 0u;
  for (var start = 0u; start < uniforms.channels; start += BLOCK) {
    var part = vec3f();
    for (var k = start; k < min(start + BLOCK, uniforms.channels); k++) {
      let bits = vec2u(read_predictions(first + k * uniforms.positions), read_targets(first + k * uniforms.positions));
      let size = bits & vec2u(0x7fffffffu);
      seen = max(seen, max(size.x, size.y));
      let pair = bitcast<vec2f>(bits);
      part += vec3f(pair.x * pair.x, pair.y * pair.y, (pair.y - pair.x) * (pair.y + pair.x));
    }
    squares += part;
  }
  let norms = sqrt(squares.xy);
  let whole = max(norms, vec2f(normFloor));
  let isLong = all(norms > vec2f(normFloor));
  let gap = select(whole.y - whole.x, squares.z / (whole.x + whole.y), isLong);
  return Directions(whole.x, whole.y, gap, squares.x == 0.0, norms.x <= normFloor, seen >= infinityBits);
}

// u − v of one channel.
fn apartAt(d: Directions, at: u32) -> f32 {
  let p = bitcast<f32>(read_predictions(at));
  let t = bitcast<f32>(read_targets(at));
  let shorter = select(p / d.p, t / d.t, d.p >= d.t);
  return ((p - t) + shorter * d.gap) / max(d.p, d.t);
}
