/** A function of f32 arguments: its value and partial derivatives, in float64 and as WGSL. */
export interface Rule {
  /** How many arguments it takes. */
  readonly count: number;
  readonly value: (...x: readonly number[]) => number;
  /** WGSL of the value, of WGSL of the arguments. */
  readonly text: (...x: readonly string[]) => string;
  /** One for each argument; none: flat wherever it has a slope at all. */
  readonly slopes: readonly Slope[];
}

export interface Slope {
  readonly of: (x: readonly number[], value: number) => number;
  /** An expression of names and literals; "0" never needs writing. */
  readonly text: (x: readonly string[], value: string) => string;
}

/** Where f32's normal numbers end: what is smaller may be taken for 0. */
export const tiny = 2 ** -126;
export const tinyText = "1.1754944e-38f";
/** log of that. */
export const logTiny = Math.log(tiny);
export const logTinyText = "-87.33655f";

export function rule(
  count: number,
  value: Rule["value"],
  text: Rule["text"],
  ...slopes: readonly (readonly [Slope["of"], Slope["text"]])[]
): Rule {
  return { count, value, text, slopes: slopes.map(([of, written]) => ({ of, text: written })) };
}

/** WGSL of a call. */
export const calls =
  (name: string): Rule["text"] =>
  (...x) =>
    `${name}(${x.join(", ")})`;

/** A function of one argument, called by this name. */
export function unary(
  value: (x: number) => number,
  name: string,
  of: (x: number, value: number) => number,
  text: (x: string, value: string) => string,
): Rule {
  return rule(1, value as Rule["value"], calls(name), [
    ([x], v) => of(x as number, v),
    ([x], v) => text(x as string, v),
  ]);
}
