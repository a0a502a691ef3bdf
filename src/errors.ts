/** The base of every error that fusedloss raises: one `catch` is enough. */
export class FusedLossError extends Error {
  override name = "FusedLossError";
}

/** A shape or a length that does not fit. */
export class ShapeError extends FusedLossError {
  override name = "ShapeError";
}

/** Where in the data, and what, an `InvalidInputError` is about, as far as it is known. */
export interface InvalidInputDetails {
  /** The input's name. */
  readonly input?: string;
  /** The first offending element, counted in row-major order. */
  readonly index?: number;
  /** The value found there. */
  readonly value?: number;
  /** The batch, in streams. */
  readonly batch?: number;
}

/** A misspelt, missing or surplus input, option or parameter, or a value out of its range. */
export class InvalidInputError extends FusedLossError {
  override name = "InvalidInputError";
  readonly input?: string;
  readonly index?: number;
  readonly value?: number;
  readonly batch?: number;

  constructor(message: string, details: InvalidInputDetails = {}, options?: ErrorOptions) {
    super(message, options);
    Object.assign(this, details);
  }
}

/** What a loss, a device or a destroyed object cannot do. */
export class UnsupportedError extends FusedLossError {
  override name = "UnsupportedError";
}

/** WGSL that does not parse, does not compile or cannot be differentiated. */
export class ShaderError extends FusedLossError {
  override name = "ShaderError";
}

/** There is no WebGPU device to be had here. */
export class NoDeviceError extends FusedLossError {
  override name = "NoDeviceError";
}

/** The device, or the engine's `memoryLimit`, has no room for what was asked. */
export class OutOfMemoryError extends FusedLossError {
  override name = "OutOfMemoryError";
}

/** The device went away; a new `createEngine()` works. */
export class DeviceLostError extends FusedLossError {
  override name = "DeviceLostError";
}
