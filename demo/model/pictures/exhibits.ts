/** What hangs side by side: a loss, and the one picture that it is shown. */

/** The pictures of which a loss is shown one, and what they are called. */
export const roles = { original: "the original", noisy: "the noisy picture", style: "the texture" } as const;
export type Shown = keyof typeof roles;

export interface Exhibit {
  readonly name: string;
  readonly shown: Shown;
  /** Compares features of a network, and so wants TensorFlow.js. */
  readonly network: boolean;
  readonly text: string;
}

export const exhibits = [
  {
    name: "mse",
    shown: "original",
    network: false,
    text: "Exact pixels. Each goes to its own value and has never heard of its neighbours.",
  },
  {
    name: "ssim",
    shown: "original",
    network: false,
    text: "Structure before brightness. Windows of 11 × 11 pixels are compared: edges come first, flat light last.",
  },
  {
    name: "totalVariation",
    shown: "noisy",
    network: false,
    text: "It never sees the original: mse to a noisy picture, plus λ for every difference of neighbours. Noise is dear, an edge is cheap.",
  },
  {
    name: "perceptual",
    shown: "original",
    network: true,
    text: "Features instead of pixels: what a small network sees at half and at quarter size. Finer than that it sees nothing, and noise stays.",
  },
  {
    name: "gram",
    shown: "style",
    network: true,
    text: "Texture without place. It asks which features of another picture go together, not where: style.",
  },
] as const satisfies readonly Exhibit[];

export type ExhibitName = (typeof exhibits)[number]["name"];
