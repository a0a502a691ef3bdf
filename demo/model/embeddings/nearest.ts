/** How well an embedding keeps classes apart: whose nearest neighbour is of the same class? */

/** Points of the plane, x and y in turns. */
export type Plane = Float32Array<ArrayBuffer>;

/** The nearest other point of each. */
function neighboursOf(points: Plane): Int32Array {
  const count = points.length / 2;
  return Int32Array.from({ length: count }, (_, i) => {
    const [x, y] = [points[2 * i] as number, points[2 * i + 1] as number];
    let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
    for (let j = 0; j < count; j++) {
      const squares = ((points[2 * j] as number) - x) ** 2 + ((points[2 * j + 1] as number) - y) ** 2;
      if (j === i || !(squares < least)) continue;
      [nearest, least] = [j, squares];
    }
    return nearest;
  });
}

export interface Neighbourhood {
  /** The share of points whose nearest other is of their class: leave-one-out accuracy of one neighbour. */
  readonly accuracy: number;
  /** The two classes that are most often taken for each other, with how often; absent if none are. */
  readonly mixed?: { readonly classes: readonly [number, number]; readonly times: number };
}

export function neighbourhoodOf(points: Plane, labels: Int32Array): Neighbourhood {
  const neighbours = neighboursOf(points);
  const mistakes = new Map<string, number>();
  let right = 0;
  for (const [i, j] of neighbours.entries()) {
    const pair = [labels[i] as number, labels[j] as number].sort((a, b) => a - b);
    if (pair[0] === pair[1]) right++;
    else mistakes.set(pair.join(), (mistakes.get(pair.join()) ?? 0) + 1);
  }
  const accuracy = right / labels.length;
  const [worst] = [...mistakes].sort(([, a], [, b]) => b - a);
  if (!worst) return { accuracy };
  const [one = 0, other = 0] = worst[0].split(",").map(Number);
  return { accuracy, mixed: { classes: [one, other], times: worst[1] } };
}

/** Onto the circle of radius 1, where the losses of cosines see them. */
export function ontoCircle(points: Plane): Plane {
  return points.map((at, k) => {
    const size = Math.hypot(points[k & ~1] as number, points[k | 1] as number);
    return size > 0 ? at / size : at;
  });
}
