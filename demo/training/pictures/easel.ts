/** A picture that is moved downhill. */
export interface Easel {
  /** So many steps; the learning rate of each by how many were before it. */
  readonly advance: (steps: number, rateAt: (step: number) => number) => void | Promise<void>;
  /** The picture as it is now, and its loss. */
  readonly see: () => Promise<Sight>;
  readonly destroy: () => void;
}

export interface Sight {
  readonly loss: number;
  readonly pixels: Float32Array;
}
