/** `23 ms a step, 43 steps/s`. */
export const pace = (milliseconds: number, unit: string) =>
  `${Number(milliseconds.toPrecision(2))}\u202fms a ${unit}, ${Number((1000 / milliseconds).toPrecision(2))} ${unit}s/s`;
