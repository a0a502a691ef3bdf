/** The models that may be trained. */
export type ModelName = "regression" | "network";

export interface ModelChoice {
  readonly title: string;
  readonly steps: number;
  /** After so many steps the pictures held out are judged. */
  readonly perLook: number;
}

export const modelChoices: Readonly<Record<ModelName, ModelChoice>> = {
  regression: { title: "weighted sums of the pixels", steps: 150, perLook: 10 },
  network: { title: "a network with 32 hidden units", steps: 120, perLook: 10 },
};
