import type { Points } from "../../training/data.js";

/** Points, and which of them are outliers. */
export interface Cloud extends Points {
  readonly far: readonly boolean[];
}

/** The points that are no outliers. */
export function withoutOutliers({ x, y, far }: Cloud): Points {
  const near = (_: number, i: number) => !far[i];
  return { x: x.filter(near), y: y.filter(near) };
}

/** The same cloud with one point elsewhere. */
export function withPointAt<Some extends Points>(cloud: Some, index: number, x: number, y: number): Some {
  return { ...cloud, x: cloud.x.with(index, x), y: cloud.y.with(index, y) };
}
