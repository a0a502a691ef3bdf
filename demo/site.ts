/** The pages of the site, in the order in which they are offered. */
export interface SitePage {
  /** Its file, `<name>.html` with `<name>.tsx`. */
  readonly name: string;
  readonly title: string;
}

export const pages: readonly SitePage[] = [
  { name: "index", title: "Overview" },
  { name: "losses", title: "Losses" },
  { name: "training", title: "Training" },
  { name: "embeddings", title: "Embeddings" },
  { name: "adversarial", title: "Adversarial" },
  { name: "own-loss", title: "Your own loss" },
  { name: "own-data", title: "Your own data" },
  { name: "benchmark", title: "Benchmark" },
  { name: "check", title: "Check this device" },
];
