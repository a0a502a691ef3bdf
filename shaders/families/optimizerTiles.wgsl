// A piece of one tensor of parameters. Places are in quads: in the buffer of the parameters, in the tensor, in the
// state. A tile counts its steps itself, so that steps may be encoded in any way and submitted in any order.
struct Tile {
  homeQuad: u32,
  tensorQuad: u32,
  stateQuad: u32,
  elements: u32,
  tensor: u32,
  home: u32,
  steps: u32,
  unused: u32,
}

struct Side {
  // What every gradient is multiplied by so that their norm is clipped, as bits.
  clip: u32,
  unused: array<u32, 7>,
  tiles: array<Tile>,
}
