/** A picture as large as its place, its pixels to be seen. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { side, toBytes } from "../../model/pictures/picture.js";

interface Props {
  /** [3, side, side] */
  readonly pixels: Float32Array;
  /** What a reader who cannot see it is told. */
  readonly label: string;
}

export function PictureCanvas({ pixels, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // At once: the label beside it is of these pixels already.
  useLayoutEffect(() => {
    canvas.current?.getContext("2d")?.putImageData(new ImageData(toBytes(pixels), side, side), 0, 0);
  }, [pixels]);
  return <canvas ref={canvas} class="picture" width={side} height={side} role="img" aria-label={label} />;
}
