/**
 * A still life that is nowhere but in these lines: three balls on a chequered cloth before a striped wall, one smooth,
 * one striped, one mottled. What a loss of pictures can keep or lose is in it: edges, texture, smooth shading.
 */
import { blend, type Colour, type Picture, paint } from "./picture.js";
import { smoothNoise } from "./smoothNoise.js";

type Vector = readonly [x: number, y: number, z: number];

const dot = ([a, b, c]: Vector, [x, y, z]: Vector) => a * x + b * y + c * z;
const along = ([a, b, c]: Vector, [x, y, z]: Vector, by: number): Vector => [
  a + by * x,
  b + by * y,
  c + by * z,
];
const unit = (v: Vector): Vector => along([0, 0, 0], v, 1 / Math.sqrt(dot(v, v)));

/** A ball that lies on the cloth. */
interface Ball {
  readonly middle: Vector;
  readonly radius: number;
  /** Its own colour by the direction from its middle. */
  readonly colourOf: (outwards: Vector) => Colour;
}

const balls: readonly Ball[] = [
  { middle: [-0.62, 0.85, 0.5], radius: 0.85, colourOf: () => [0.93, 0.45, 0.12] },
  {
    middle: [0.92, 0.55, 0.1],
    radius: 0.55,
    colourOf: ([x, y]) => (Math.sin(19 * (0.5 * x + y)) > 0 ? [0.95, 0.93, 0.86] : [0.72, 0.11, 0.16]),
  },
  {
    middle: [0.1, 0.36, -0.9],
    radius: 0.36,
    colourOf: ([x, y, z]) =>
      blend([0.12, 0.42, 0.34], [0.74, 0.86, 0.5], smoothNoise(5 * (x + z) + 9, 5 * (y + z) + 9) ** 1.5),
  },
];

const eye: Vector = [0, 1.75, -4.6];
const light = unit([-0.75, 1.2, -0.85]);
/** How much light there is in a shadow. */
const dim = 0.32;
const wall = 2.2;

/** How far along a ray the ball is, or Infinity. */
function distanceTo({ middle, radius }: Ball, from: Vector, ray: Vector): number {
  const offset = along(from, middle, -1);
  const towards = -dot(offset, ray);
  const inside = towards ** 2 - dot(offset, offset) + radius ** 2;
  const distance = towards - Math.sqrt(Math.max(0, inside));
  return inside > 0 && distance > 1e-6 ? distance : Infinity;
}

const isShaded = (at: Vector) => balls.some((ball) => distanceTo(ball, at, light) < Infinity);

/** A colour in the light that falls on it. */
const lit = (own: Colour, amount: number): Colour => blend([0, 0, 0], own, dim + (1 - dim) * amount);

function clothAt(at: Vector): Colour {
  const isDark = (Math.floor(1.6 * at[0] + 40) + Math.floor(1.6 * at[2] + 40)) % 2 === 0;
  return lit(isDark ? [0.16, 0.24, 0.42] : [0.94, 0.92, 0.86], isShaded(at) ? 0.15 : 1);
}

function wallAt(at: Vector): Colour {
  const glow = Math.max(0, 1 - Math.hypot(at[0] + 1.4, at[1] - 2.6) / 4.2);
  const stripe = Math.sin(11 * at[0]) > 0 ? 0.9 : 1;
  return lit([0.86 * stripe, 0.78 * stripe, 0.66 * stripe], isShaded(at) ? 0.1 : 0.2 + 0.8 * glow);
}

function ballAt({ middle, radius, colourOf }: Ball, at: Vector, ray: Vector): Colour {
  const outwards = unit(along(at, middle, -1));
  const facing = Math.max(0, dot(outwards, light));
  const mirrored = along(light, outwards, -2 * dot(outwards, light));
  const gloss = Math.max(0, dot(mirrored, ray)) ** 24;
  return blend(lit(colourOf(outwards), facing), [1, 1, 1], radius > 0 && facing > 0 ? 0.75 * gloss : 0);
}

function colourAt(x: number, y: number): Colour {
  const ray = unit([0.8 * (x - 0.5), -0.8 * (y - 0.5) - 0.2, 1]);
  const near = balls
    .map((ball) => ({ ball, distance: distanceTo(ball, eye, ray) }))
    .reduce((a, b) => (b.distance < a.distance ? b : a));
  if (near.distance < Infinity) return ballAt(near.ball, along(eye, ray, near.distance), ray);
  const toCloth = -eye[1] / ray[1];
  const toWall = (wall - eye[2]) / ray[2];
  return toCloth > 0 && toCloth < toWall
    ? clothAt(along(eye, ray, toCloth))
    : wallAt(along(eye, ray, toWall));
}

export const stillLife = (): Picture => paint(colourAt);
