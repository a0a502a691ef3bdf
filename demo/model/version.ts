import manifest from "fusedloss/package.json" with { type: "json" };

/** Of the package that this page is made of. */
export const { version } = manifest;
