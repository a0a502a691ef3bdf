/** A convex piece of the plane, as its corners in order around it. */
export type Spot = readonly [number, number];
export type Region = readonly Spot[];

const cross = ([a, b]: Spot, [c, d]: Spot) => a * d - b * c;

/** Its centre of gravity; that of its corners, where it has no area. */
export function centreOf(region: Region): Spot {
  // From the first corner, so that a small region far away keeps its figures.
  const [first = [0, 0] as const] = region;
  const from = region.map(([u, v]): Spot => [u - first[0], v - first[1]]);
  let [area, u, v] = [0, 0, 0];
  from.forEach((corner, i) => {
    const next = from[(i + 1) % from.length] ?? corner;
    const twice = cross(corner, next);
    area += 3 * twice;
    u += twice * (corner[0] + next[0]);
    v += twice * (corner[1] + next[1]);
  });
  if (area !== 0) return [first[0] + u / area, first[1] + v / area];
  const middle = (k: 0 | 1) => from.reduce((sum, corner) => sum + corner[k], 0) / Math.max(1, from.length);
  return [first[0] + middle(0), first[1] + middle(1)];
}

/** The part of it that lies not uphill of a place, where uphill is a direction. */
export function downhillOf(region: Region, [pu, pv]: Spot, [gu, gv]: Spot): Region {
  const above = ([u, v]: Spot) => gu * (u - pu) + gv * (v - pv);
  return region.flatMap((corner, i) => {
    const next = region[(i + 1) % region.length] ?? corner;
    const [here, there] = [above(corner), above(next)];
    const kept = here <= 0 ? [corner] : [];
    if (here * there >= 0) return kept;
    const share = here / (here - there);
    const between = (k: 0 | 1) => corner[k] + share * (next[k] - corner[k]);
    return [...kept, [between(0), between(1)] as const];
  });
}

/** The longer side of the upright box around it. */
export function widthOf(region: Region): number {
  const side = (k: 0 | 1) => {
    const all = region.map((corner) => corner[k]);
    return Math.max(...all) - Math.min(...all);
  };
  return region.length > 0 ? Math.max(side(0), side(1)) : 0;
}
