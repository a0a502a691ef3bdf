// A row, another it is compared with, and what they are to each other: partners, strangers, or nothing.
struct Pair {
  own: u32,
  other: u32,
  ownIdentity: u32,
  otherIdentity: u32,
}

const ignored = 0u;
const right = 1u;
const wrong = 2u;

// Row i belongs to row i of the other side.
fn partnerRole(pair: Pair) -> u32 {
  return select(wrong, right, pair.own == pair.other);
}

// A row belongs to all others of its class, and is nothing to itself.
fn classRole(pair: Pair) -> u32 {
  return select(select(wrong, right, pair.ownIdentity == pair.otherIdentity), ignored, pair.own == pair.other);
}

// What a row's norm says, where its numbers can be used.
fn finiteOf(bits: u32) -> f32 {
  return bitcast<f32>(select(bits, 0u, bits == nanBits));
}

// Norms of our own side are applied as rows are loaded, so that no product of two large numbers is formed.
fn ownInverses(rows: vec4u) -> vec4f {
  let first = uniforms.ownFirst;
  return vec4f(finiteOf(inverses[first + rows.x]), finiteOf(inverses[first + rows.y]),
               finiteOf(inverses[first + rows.z]), finiteOf(inverses[first + rows.w]));
}

fn otherInverses(rows: vec4u) -> vec4f {
  let first = uniforms.otherFirst;
  return vec4f(finiteOf(inverses[first + rows.x]), finiteOf(inverses[first + rows.y]),
               finiteOf(inverses[first + rows.z]), finiteOf(inverses[first + rows.w]));
}

// What becomes of a row: its loss, its slopes by scale and bias, and what is kept for the slopes by its scores.
struct Outcome {
  loss: f32,
  slopes: vec2f,
  kept: Kept,
}
