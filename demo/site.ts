/** The pages of the site, in the order in which they are offered. */
export interface SitePage {
  /** Its file, `<name>.html` with `<name>.tsx`. */
  readonly name: string;
  readonly title: string;
}

export const pages: readonly SitePage[] = [
  { name: "index", title: "Overview" },
  { name: "training", title: "Training" },
  { name: "benchmark", title: "Benchmark" },
  { name: "check", title: "Check this device" },
];
