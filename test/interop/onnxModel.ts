/** A model small enough to be written by hand, as the bytes of an ONNX file (protobuf). */

type Field = readonly [number, number | string | Uint8Array];

/** A protobuf message: whole numbers as varints, all else by length. */
function message(...fields: readonly Field[]): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
    bytes.push(value);
  };
  for (const [number, value] of fields) {
    if (typeof value === "number") {
      varint(8 * number);
      varint(value);
      continue;
    }
    const own = typeof value === "string" ? new TextEncoder().encode(value) : value;
    varint(8 * number + 2);
    varint(own.length);
    bytes.push(...own);
  }
  return Uint8Array.from(bytes);
}

/** A float32 tensor of this shape, by name. */
function valueInfo(name: string, shape: readonly number[]): Uint8Array {
  const dims = message(...shape.map((size): Field => [1, message([1, size])]));
  return message([1, name], [2, message([1, message([1, 1], [2, dims])])]);
}

/** y = x + x, which runs on any execution provider. */
export function doubling(shape: readonly number[]): Uint8Array {
  const node = message([1, "x"], [1, "x"], [2, "y"], [3, "double"], [4, "Add"]);
  const graph = message([1, node], [2, "doubling"], [11, valueInfo("x", shape)], [12, valueInfo("y", shape)]);
  return message([1, 8], [7, graph], [8, message([1, ""], [2, 13])]);
}
