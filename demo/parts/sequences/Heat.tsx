/** Numbers over time as ink on paper: a column is a frame, and the share of ink is the root of the number. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { frames } from "../../model/sequences/tune.js";
import { type Theme, useTheme } from "../theme.js";

/** A cell's worth of frames in a row. */
export interface Box {
  readonly start: number;
  readonly frames: number;
  readonly row: number;
}

interface Props {
  readonly rows: number;
  /** Between −1 and 1. */
  readonly shadeOf: (frame: number, row: number) => number;
  readonly colour: keyof Theme;
  /** Of numbers below 0. */
  readonly below?: keyof Theme;
  /** A name for each row; where left out, there are none. */
  readonly names?: readonly string[];
  readonly label: string;
  readonly boxes?: readonly Box[];
  readonly kind: string;
  /** What a pointer does here. */
  readonly pointer?: Readonly<Record<string, (event: PointerEvent) => void>>;
}

function draw(
  canvas: HTMLCanvasElement,
  { rows, shadeOf, colour, below = colour }: Props,
  theme: Theme,
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.clearRect(0, 0, frames, rows);
  for (let t = 0; t < frames; t++) {
    for (let row = 0; row < rows; row++) {
      const value = shadeOf(t, row);
      context.globalAlpha = Math.min(1, Math.sqrt(Math.abs(value)));
      context.fillStyle = theme[value < 0 ? below : colour];
      context.fillRect(t, row, 1, 1);
    }
  }
}

export function Heat(props: Props) {
  const { rows, names = [], label, boxes = [], kind, pointer } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  // At once: the label is of these numbers already.
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, props, theme);
  });
  return (
    <div class={`heat ${kind}`}>
      <div class="row-names" aria-hidden="true">
        {names.map((name, row) => (
          <span key={row}>{name}</span>
        ))}
      </div>
      <div class="cells" {...pointer}>
        <canvas ref={canvas} width={frames} height={rows} role="img" aria-label={label} />
        {boxes.length > 0 && (
          <svg viewBox={`0 0 ${frames} ${rows}`} preserveAspectRatio="none" aria-hidden="true">
            {boxes.map(({ start, frames: width, row }) => (
              <rect key={start} x={start} y={row} width={width} height={1} />
            ))}
          </svg>
        )}
      </div>
    </div>
  );
}
