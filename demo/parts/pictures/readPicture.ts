import { fromBytes, type Picture, side } from "../../model/pictures/picture.js";

/**
 * The middle square of an image file, in the size of this page.
 *
 * @throws Error where the browser cannot read it as an image
 */
export async function readPicture(file: File): Promise<Picture> {
  const image = await createImageBitmap(file).catch(() => {
    throw new Error(`${file.name}: this browser cannot read it as an image.`);
  });
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser gives no canvas to read an image with.");
  const square = Math.min(image.width, image.height);
  const [left, top] = [(image.width - square) / 2, (image.height - square) / 2];
  // What is transparent is on white.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, left, top, square, square, 0, 0, side, side);
  image.close();
  return fromBytes(context.getImageData(0, 0, side, side).data);
}
