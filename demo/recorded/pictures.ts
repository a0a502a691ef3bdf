/**
 * Five pictures that somebody has seen painted before, for who has not begun or cannot: what the page says of them, and
 * the pictures beside each other, 8 bits to a colour. `node scripts/record.mjs pictures` paints them anew.
 */
import { type ExhibitName, exhibits } from "../model/pictures/exhibits.js";
import { fromBytes, type Picture, side } from "../model/pictures/picture.js";
import type { StartName } from "../model/pictures/starts.js";
import type { TextureName } from "../model/pictures/textures.js";
import record from "./pictures.json" with { type: "json" };

export interface RecordedSettings {
  readonly start: StartName;
  readonly style: TextureName;
  readonly lambda: number;
  readonly steps: number;
}

/** What was to be seen of one picture in the end. */
export interface RecordedSight {
  readonly loss: number;
  readonly psnr: number;
  readonly ssim: number;
  /** At every look. */
  readonly losses: readonly number[];
}

export const recorded = record as {
  readonly settings: RecordedSettings;
  readonly sights: Readonly<Record<ExhibitName, RecordedSight>>;
};

export type RecordedPictures = Readonly<Record<ExhibitName, Picture>>;

/** Asked for when it is wanted: the pictures are a file of their own. */
export async function bringPictures(): Promise<RecordedPictures> {
  const answer = await fetch(new URL("./pictures.png", import.meta.url));
  const strip = await createImageBitmap(await answer.blob());
  const canvas = new OffscreenCanvas(strip.width, strip.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser gives no canvas to read a picture with.");
  context.drawImage(strip, 0, 0);
  strip.close();
  const pictures = exhibits.map(({ name }, i): [ExhibitName, Picture] => [
    name,
    fromBytes(context.getImageData(i * side, 0, side, side).data),
  ]);
  return Object.fromEntries(pictures) as RecordedPictures;
}
