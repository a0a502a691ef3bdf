import type { Arrangement, Shapes } from "../definition.js";
import { ShapeError } from "../errors.js";
import { elementCount, showShape } from "../tensor.js";

/** Images [N, C, H, W], all of one shape: an item is an image, and images do not touch each other. */
export function arrangeImages(name: string, names: readonly string[], inputs: Shapes): Arrangement {
  const given = names.filter((key) => inputs[key]);
  const [leader = ""] = given;
  const shape = inputs[leader]?.shape ?? [];
  if (shape.length !== 4) {
    throw new ShapeError(
      `${name}: ${leader} has shape ${showShape(shape)}; images were wanted, [N, C, H, W].`,
    );
  }
  for (const key of given) {
    const found = inputs[key]?.shape ?? [];
    if (showShape(found) === showShape(shape)) continue;
    throw new ShapeError(
      `${name}: ${leader} has shape ${showShape(shape)} and ${key} ${showShape(found)}; give both the same shape.`,
    );
  }
  const [images = 0, channels = 0, height = 0, width = 0] = shape;
  const per = elementCount([channels, height, width]);
  if (images > 0 && per === 0) {
    throw new ShapeError(`${name}: ${leader} has shape ${showShape(shape)}, images without pixels.`);
  }
  return {
    itemShape: [images],
    sizes: { channels, height, width },
    perItem: Object.fromEntries(given.map((key) => [key, per])),
  };
}
