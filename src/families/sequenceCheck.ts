import type { ShaderInterface } from "../plan/interface.js";
import type { Items } from "./items.js";
import { lengthsText } from "./sequenceText.js";

/** Which lengths say what is read of an input, and when an element of it is at fault. */
const faults: Readonly<Record<string, { readonly lengths: readonly string[]; readonly text: string }>> = {
  logits: {
    lengths: ["inputLengths"],
    text: `
fn isFault(element: u32) -> bool {
  let row = element / uniforms.classes;
  if (row / uniforms.sequences >= framesOf(row % uniforms.sequences)) {
    return false;
  }
  let bits = read_logits(element);
  return (bits & infinityBits) == infinityBits && bits != minusInfinityBits;
}
`,
  },
  targets: {
    lengths: ["targetLengths"],
    text: `
fn isFault(element: u32) -> bool {
  if (uniforms.flat == 0u && element % uniforms.targets >= lengthOf(element / uniforms.targets)) {
    return false;
  }
  let label = read_targets(element);
  return label >= uniforms.classes || label == uniforms.blank;
}
`,
  },
  inputLengths: {
    lengths: ["inputLengths"],
    text: `
fn isFault(element: u32) -> bool {
  return framesOf(element) > uniforms.frames;
}
`,
  },
  // Flat lengths are at fault where they have come to more than there are targets, or end with less.
  targetLengths: {
    lengths: ["targetLengths"],
    text: `
fn isFault(element: u32) -> bool {
  if (uniforms.flat == 0u) {
    return lengthOf(element) > uniforms.targets;
  }
  var total = 0u;
  for (var other = 0u; other <= element; other++) {
    total = min(total + min(lengthOf(other), uniforms.targets + 1u), uniforms.targets + 1u);
  }
  return total > uniforms.targets || (element + 1u == uniforms.sequences && total != uniforms.targets);
}
`,
  },
};

/** `isFault(element)` of an input of sequences: what lies behind a length is not read, so it may be anything. */
export function sequenceFault(items: Items, blank: number, name: string, shader: ShaderInterface): string {
  const { lengths = [], text = "" } = faults[name] ?? {};
  shader.sizes({ ...items.layout.sizes, blank });
  const own = lengths.includes(name) ? "" : items.read(shader, name);
  return own + lengthsText(items, shader, lengths) + text;
}
