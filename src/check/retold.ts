import { type FusedLossError, type InvalidInputDetails, InvalidInputError } from "../errors.js";

/** An error of the same kind in other words; what is known of its place stays, but for what is said anew. */
export function retold(
  error: FusedLossError,
  message: string,
  anew: InvalidInputDetails = {},
): FusedLossError {
  const options = { cause: error };
  if (error instanceof InvalidInputError) {
    const { input, index, value, batch } = error;
    const details = Object.entries({ input, index, value, batch, ...anew });
    return new InvalidInputError(
      message,
      Object.fromEntries(details.filter(([, one]) => one !== undefined)),
      options,
    );
  }
  const Same = error.constructor as typeof FusedLossError;
  return new Same(message, options);
}
