/** The pictures of a set: of each class its share, to be learned from and held out. */
import type { PictureSet } from "../../model/classifier/pictureSets.js";
import { type Digits, type Pictures, pixelsPerPicture, splitDigits } from "../digits.js";

export function choosePictures(
  all: Digits,
  set: PictureSet,
): { readonly shown: Pictures; readonly held: Pictures } {
  const { train, held } = splitDigits(all, set.heldEvery);
  return { shown: thinned(train, set), held: thinned(held, set) };
}

/** Of each class its share, evenly spread and in their order, with the class's place for a label. */
function thinned({ images, labels }: Pictures, { classes }: PictureSet): Pictures {
  const places = Array.from(labels, (label) => classes.findIndex(({ digits }) => digits.includes(label)));
  const rows = classes
    .flatMap(({ share }, k) => {
      const own = [...places.keys()].filter((row) => places[row] === k);
      return own.filter((_, i) => Math.floor(share * (i + 1)) > Math.floor(share * i));
    })
    .sort((a, b) => a - b);
  const taken = new Float32Array(pixelsPerPicture * rows.length);
  for (const [at, row] of rows.entries())
    taken.set(images.subarray(pixelsPerPicture * row, pixelsPerPicture * (row + 1)), pixelsPerPicture * at);
  return { images: taken, labels: Int32Array.from(rows, (row) => places[row] as number) };
}
