/** A square picture on a canvas, as large as its place, sharp on every screen, that glides to what is new. */
import { useEffect, useRef } from "preact/hooks";

/** Draws the picture of so many CSS pixels; `share` goes from 0 to 1 after each change. */
export type Draw = (context: CanvasRenderingContext2D, side: number, share: number) => void;

interface Props {
  /** A new function is a new picture. */
  readonly draw: Draw;
  /** What a reader who cannot see the picture is told. */
  readonly label: string;
}

const glide = 180;

function paint(canvas: HTMLCanvasElement, draw: Draw, share: number): void {
  const context = canvas.getContext("2d");
  const side = canvas.clientWidth;
  if (!context || side === 0) return;
  const pixels = Math.round(side * devicePixelRatio);
  if (canvas.width !== pixels) [canvas.width, canvas.height] = [pixels, pixels];
  context.setTransform(pixels / side, 0, 0, pixels / side, 0, 0);
  context.clearRect(0, 0, side, side);
  draw(context, side, share);
}

export function Drawing({ draw, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const start = performance.now();
    let share = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : 0;
    let frame = 0;
    const next = (now: number) => {
      share = Math.max(share, Math.min(1, (now - start) / glide));
      paint(element, draw, share);
      if (share < 1) frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
    const watch = new ResizeObserver(() => paint(element, draw, share));
    watch.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      watch.disconnect();
    };
  }, [draw]);
  return <canvas class="drawing" ref={canvas} role="img" aria-label={label} />;
}
