/** How columns lie in the registers of four lanes. */
export interface RunTile {
  /** Pairs that a lane has at a time. */
  readonly run: number;
  /** A column may be longer than four runs. */
  readonly isLong: boolean;
  /** The second sweep, which goes on from the borders and leaves shares. */
  readonly resumes: boolean;
  /** The lattice is kept. */
  readonly keeps: boolean;
}

/** Frames between which mantissas are left as they come: they grow to 2^18 at most. */
export const tidy = 8;
