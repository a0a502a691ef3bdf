// Cells as one who walks them counts them: forwards (direction 0) from the first blank and frame, backwards (1) from
// the last. Both obey one rule, so one text serves alpha and beta. Cells come in pairs, a blank and the label after
// it; the last blank is alone. An entry of the path is the class of a cell times 4, plus 1 or 2 where who walks forwards
// or backwards may come to it past the blank before.
struct Arrived {
  blank: vec2f,
  label: vec2f,
}

// Who may pass the blank comes with all that has come to the blank.
fn arrive(blank: vec2f, label: vec2f, before: vec2f, skips: bool) -> Arrived {
  let arrived = sequenceArrive(blank, before);
  return Arrived(arrived, sequenceArrive(label, select(blank, arrived, skips)));
}

// How many frames each direction walks until the two meet.
fn halfOf(frames: u32, direction: u32) -> u32 {
  return (frames + 1u - direction) / 2u;
}
