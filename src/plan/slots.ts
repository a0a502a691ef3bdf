/**
 * The state of an optimiser as it lies on the device: for each quad of parameters a quad of every slot, one after the
 * other, so that a step reads and writes them as one stream.
 */
export function packSlots(slots: readonly ArrayLike<number>[], into: Float32Array): void {
  for (const [slot, numbers] of slots.entries()) {
    for (let i = 0; i < numbers.length; i++) into[place(i, slot, slots.length)] = numbers[i] as number;
  }
}

/** One slot of a tensor with so many elements. */
export function unpackSlot(from: Float32Array, slot: number, slots: number, elements: number): Float32Array {
  return Float32Array.from({ length: elements }, (_, i) => from[place(i, slot, slots)] as number);
}

function place(element: number, slot: number, slots: number): number {
  return 4 * (slots * Math.floor(element / 4) + slot) + (element % 4);
}
