import { definitionIn } from "../check/descriptor.js";
import { checkOptionNames } from "../check/options.js";
import type { Loss, Reduction } from "../definition.js";
import { UnsupportedError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import { finishPartial, type PartialResult, type StreamResult } from "../totals/partial.js";
import type { Batches } from "./pump.js";
import { reductionOfStream } from "./reductionOfStream.js";
import { checkDivisor } from "./scalars.js";
import { type Batch, gather, type StreamOptions } from "./stream.js";
import { lossEntry } from "./streamEntry.js";

/** Options of `engine.evaluateStream`. */
export interface EvaluateStreamOptions extends StreamOptions {
  /** Default: the loss's own. There is no "none" of a stream. */
  readonly reduction?: Exclude<Reduction, "none">;
  /** A number > 0 instead of the divisor of "mean" or "weightedMean", over all batches. */
  readonly divisor?: number;
  /** Off: a stream has no gradients. */
  readonly gradients?: false | readonly [];
}

const optionNames = ["reduction", "divisor", "gradients", "checkInputs", "signal", "onProgress", "partial"];

/** The loss of all batches as if they were one. */
export async function evaluateStream(
  gpu: GpuContext,
  loss: Loss,
  batches: Batches<Batch>,
  options: EvaluateStreamOptions,
): Promise<StreamResult | PartialResult> {
  gpu.assertAlive();
  options.signal?.throwIfAborted();
  const definition = definitionIn(loss);
  const { name } = definition;
  checkOptionNames(name, options, optionNames);
  const { gradients, divisor } = options;
  if (
    gradients !== undefined &&
    (gradients as unknown) !== false &&
    (gradients as readonly []).length !== 0
  ) {
    throw new UnsupportedError(
      `${name}: a stream has no gradients; use evaluate, or compile with accumulate: true, for those.`,
    );
  }
  const { reduction, checkInputs } = reductionOfStream(definition, options);
  if (divisor !== undefined) checkDivisor(name, divisor, reduction);
  const entry = lossEntry(gpu, loss, { reduction, divisor, checkInputs, signal: options.signal });
  const partial = await gather(gpu, { loss: entry }, "loss", batches, options);
  return options.partial ? partial : (finishPartial(partial) as StreamResult);
}
