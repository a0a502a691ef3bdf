/** Points of the plane by the colour of their digit, and each digit's numeral where its points are. */
import type { Colours } from "./useColours.js";

interface Scene {
  /** As the loss sees them. */
  readonly points: Float32Array;
  readonly labels: Int32Array;
  readonly colours: Colours;
}

type Spot = readonly [x: number, y: number];

const radius = 2.4;
const font = '700 15px system-ui, -apple-system, "Segoe UI", sans-serif';

function drawDots(
  context: CanvasRenderingContext2D,
  spots: readonly Spot[],
  { labels, colours }: Scene,
): void {
  context.globalAlpha = 0.8;
  for (const [digit, own] of byDigit(spots, labels)) {
    context.fillStyle = colours.digits[digit] as string;
    context.beginPath();
    for (const [x, y] of own) {
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
  }
  context.globalAlpha = 1;
}

function drawNumeral(context: CanvasRenderingContext2D, digit: number, [x, y]: Spot, colours: Colours): void {
  context.font = font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = colours.raised;
  context.strokeText(String(digit), x, y);
  context.fillStyle = colours.digits[digit] as string;
  context.fillText(String(digit), x, y);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

/** The spots of each digit. */
const byDigit = (spots: readonly Spot[], labels: Int32Array): (readonly [number, Spot[]])[] =>
  [...new Set(labels)].map((digit) => [digit, spots.filter((_, i) => labels[i] === digit)]);

/** The plane from edge to edge of the points, and how long the margin is in it. */
export function drawFreely(
  context: CanvasRenderingContext2D,
  side: number,
  scene: Scene,
  margin: number,
): void {
  const { points, labels, colours } = scene;
  const middle = [0, 1].map((axis) => {
    const along = points.filter((_, k) => k % 2 === axis);
    return (Math.min(...along) + Math.max(...along)) / 2;
  });
  const reach = Math.max(1e-6, ...points.map((at, k) => Math.abs(at - (middle[k % 2] as number))));
  const scale = (side / 2 - 14) / reach;
  const spots = Array.from(
    labels,
    (_, i): Spot => [
      side / 2 + scale * ((points[2 * i] as number) - (middle[0] as number)),
      side / 2 - scale * ((points[2 * i + 1] as number) - (middle[1] as number)),
    ],
  );
  drawDots(context, spots, scene);
  for (const [digit, own] of byDigit(spots, labels)) {
    drawNumeral(context, digit, [median(own.map(([x]) => x)), median(own.map(([, y]) => y))], colours);
  }
  drawMargin(context, side, scale * margin, colours);
}

/** A ruler: distances have a size here. */
function drawMargin(context: CanvasRenderingContext2D, side: number, length: number, colours: Colours): void {
  if (length > side - 20) return;
  context.strokeStyle = colours.muted;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(8, side - 12);
  context.lineTo(8, side - 8);
  context.lineTo(8 + length, side - 8);
  context.lineTo(8 + length, side - 12);
  context.stroke();
  context.font = '11px system-ui, -apple-system, "Segoe UI", sans-serif';
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillStyle = colours.muted;
  context.fillText("margin", 8, side - 16);
}

/** Sectors of the circle in which dots are stacked. */
const sectors = 108;

/** The circle, and points where their direction is: one above the other where there are many. */
export function drawOnCircle(context: CanvasRenderingContext2D, side: number, scene: Scene): void {
  const { points, labels, colours } = scene;
  const base = 0.27 * side;
  const room = side / 2 - base - 8;
  const angles = Array.from(labels, (_, i) =>
    Math.atan2(points[2 * i + 1] as number, points[2 * i] as number),
  );
  const heights = new Int32Array(sectors);
  const levels = angles.map((angle) => {
    const sector = Math.floor(((angle + Math.PI) / (2 * Math.PI)) * sectors) % sectors;
    return heights[sector]++ as number;
  });
  const rise = Math.min(2.1 * radius, room / Math.max(1, ...levels));
  const spotAt = (angle: number, far: number): Spot => [
    side / 2 + far * Math.cos(angle),
    side / 2 - far * Math.sin(angle),
  ];
  context.strokeStyle = colours.rule;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(side / 2, side / 2, base - 6, 0, 2 * Math.PI);
  context.stroke();
  drawDots(
    context,
    angles.map((angle, i) => spotAt(angle, base + rise * (levels[i] as number))),
    scene,
  );
  const directions = angles.map((angle): Spot => [Math.cos(angle), Math.sin(angle)]);
  for (const [digit, own] of byDigit(directions, labels)) {
    const [x, y] = [0, 1].map((axis) => own.reduce((sum, spot) => sum + (spot[axis] as number), 0)) as [
      number,
      number,
    ];
    drawNumeral(context, digit, spotAt(Math.atan2(y, x), base - 20), colours);
  }
}
