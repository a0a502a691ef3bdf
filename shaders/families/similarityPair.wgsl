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

// The last row stands for those beyond it.
fn ownRow(row: u32) -> u32 {
  return min(row, uniforms.rows - 1u);
}

// Norms of our own side are applied as rows are loaded, so that no product of two large numbers is formed.
fn ownInverse(row: u32) -> f32 {
  return finiteOf(inverses[uniforms.ownFirst + ownRow(row)]);
}

// One of the others. Beyond the last there is nobody, and what stands for it is nothing to any of our rows.
struct Other {
  row: u32,
  isThere: bool,
  isOff: bool,
  identity: u32,
}

fn openOther(row: u32) -> Other {
  let isThere = row < uniforms.others;
  let there = min(row, uniforms.others - 1u);
  let isOff = isThere && inverses[uniforms.otherFirst + there] == nanBits;
  return Other(there, isThere, isOff, identityOf(there));
}

// What another is to a row of ours.
fn roleIn(own: u32, ownIdentity: u32, other: Other) -> u32 {
  return select(ignored, roleOf(Pair(own, other.row, ownIdentity, other.identity)), other.isThere);
}

fn otherInverse(row: u32) -> f32 {
  return finiteOf(inverses[uniforms.otherFirst + row]);
}

// What becomes of a row: its loss, its slopes by scale and bias, and what is kept for the slopes by its scores.
struct Outcome {
  loss: f32,
  slopes: vec2f,
  kept: Kept,
}
