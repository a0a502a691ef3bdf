/** The pages of the site, in the order in which they are offered. */
export const groups = ["Losses", "See it learn", "Yours", "This device"] as const;

export interface SitePage {
  /** Its file, `<name>.html` with `<name>.tsx`. */
  readonly name: string;
  readonly title: string;
  /** Under which heading it is offered. */
  readonly group: (typeof groups)[number];
}

export const pages: readonly SitePage[] = [
  { name: "index", title: "Overview", group: "Losses" },
  { name: "losses", title: "Every loss", group: "Losses" },
  { name: "outliers", title: "Outliers", group: "See it learn" },
  { name: "training", title: "Training", group: "See it learn" },
  { name: "classifier", title: "Classifier", group: "See it learn" },
  { name: "embeddings", title: "Embeddings", group: "See it learn" },
  { name: "sequences", title: "Sequences", group: "See it learn" },
  { name: "pictures", title: "Pictures", group: "See it learn" },
  { name: "adversarial", title: "Adversarial", group: "See it learn" },
  { name: "own-loss", title: "Your own loss", group: "Yours" },
  { name: "own-data", title: "Your own data", group: "Yours" },
  { name: "benchmark", title: "Benchmark", group: "This device" },
  { name: "check", title: "Check this device", group: "This device" },
];
