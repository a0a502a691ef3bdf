// @ts-check

/**
 * Whatever of the package's exports has a formula; a GAN is a pair of losses under one name.
 *
 * @param {import("./library.js").Exports} library
 */
export function lossesIn(library) {
  return Object.values(library)
    .flatMap((one) => [one, one?.discriminator, one?.generator])
    .filter((one) => typeof one?.info?.formula === "string");
}
