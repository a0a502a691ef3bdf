import type { Source } from "../check/inputs.js";
import { InvalidInputError } from "../errors.js";
import type { GpuContext } from "../gpu/context.js";
import { Readback } from "../gpu/readback.js";
import { Realised } from "../gpu/realised.js";
import { divisorModes, type Plan } from "../plan/plan.js";
import { readTotals, type Totals } from "../plan/totals.js";
import { type DType, isGPUBuffer, type Tensor } from "../tensor.js";
import { bring } from "./bring.js";
import { collect } from "./collect.js";
import { type Faults, noteFaults } from "./faults.js";
import type { Piece } from "./pieces.js";
import { type Call, plannedInput, refusedBuffer } from "./request.js";

/** Everything that a piece is run with beside the call itself. */
export interface PieceOptions {
  readonly gradientScale: number;
  readonly perItem: Source | undefined;
  readonly divisor: number | undefined;
  readonly ratio: number;
  /** The divisor is that of the whole call: this piece need not look for one. */
  readonly external: boolean;
  readonly divisorOnly: boolean;
  /** Where results of the whole call go: flat arrays, or GPU tensors. */
  readonly gradients: Readonly<Record<string, Float32Array | Tensor<GPUBuffer>>>;
  /** Those that are added to what is there. */
  readonly accumulated: readonly string[];
  readonly perItemLoss: Float32Array | undefined;
  readonly outputs: Readonly<Record<string, Float32Array>>;
  readonly faults: Faults;
  readonly signal: AbortSignal | undefined;
  /** Gets what the plan leaves in its buffer `record`. */
  readonly record?: (bytes: ArrayBuffer) => void;
}

/** Plans a piece, runs it in one submit, and brings its results to where they belong. */
export async function runPiece(
  gpu: GpuContext,
  call: Call,
  piece: Piece,
  options: PieceOptions,
): Promise<Totals> {
  const plan = planPiece(gpu, call, piece, options);
  const held: GPUBuffer[] = [];
  const realised = await Realised.make(gpu.device, gpu.pipelines, plan);
  let readback: Readback | undefined;
  try {
    const places = await bring(gpu, piece, plan, options, held);
    const wanted = collect(piece, plan, places, options);
    readback = await Readback.prepare(
      gpu.pool,
      wanted.map(({ slice }) => slice),
    );
    gpu.device.pushErrorScope("validation");
    const encoder = gpu.device.createCommandEncoder({ label: plan.label });
    realised.encode(encoder, places, {
      gradientScale: options.gradientScale,
      scaleMode: 0,
      divisor: options.divisor ?? 1,
      divisorMode: options.divisor === undefined ? divisorModes.natural : divisorModes.number,
      ratio: options.ratio,
      params: call.definition.numbers(call.loss.params),
    });
    readback.encode(encoder);
    gpu.device.queue.submit([encoder.finish()]);
    const failed = gpu.device.popErrorScope();
    const reading = readback.read();
    readback = undefined;
    reading.catch(() => {});
    const error = await failed;
    if (error) throw await explain(gpu, call, options, error.message);
    const bytes = await reading;
    for (const [i, { take }] of wanted.entries()) take(bytes[i] ?? new ArrayBuffer(0));
    const totals = readTotals(plan, bytes[0] ?? new ArrayBuffer(0));
    await noteFaults(gpu, piece, totals.words, options.faults, call.options.inPlace);
    return totals;
  } finally {
    readback?.release();
    realised.destroy();
    for (const buffer of held) gpu.pool.release(buffer);
  }
}

function planPiece(gpu: GpuContext, call: Call, piece: Piece, options: PieceOptions): Plan {
  const { definition, loss, sources } = call;
  const { reduction, gradients, inPlace, checkInputs, outputs } = call.options;
  const inputs = Object.fromEntries(
    Object.entries(piece.sources).map(([name, source]) => {
      const planned = plannedInput(source);
      // A gradient in place must not touch what lies behind the data.
      return [
        name,
        inPlace.includes(name) ? { ...planned, padded: false, offset: 0 } : { ...planned, offset: 0 },
      ];
    }),
  );
  return definition.plan({
    definition,
    params: loss.params,
    layout: piece.layout,
    inputs,
    reduction,
    gradients: options.divisorOnly ? [] : gradients,
    // Gradients of host arrays come back as f32, whatever their input was stored as.
    gradientDtypes: Object.fromEntries(
      gradients.map((name) => [
        name,
        isGPUBuffer(sources[name]?.data) ? dtypeOf(options.gradients[name], sources[name]?.dtype) : "f32",
      ]),
    ),
    inPlace: options.divisorOnly ? [] : inPlace,
    checkInputs: checkInputs && !options.divisorOnly,
    outputs: options.divisorOnly ? [] : outputs,
    accumulated: options.divisorOnly ? [] : options.accumulated,
    accumulateLoss: false,
    scalePerItem: options.perItem !== undefined,
    firstItem: piece.first,
    externalDivisor: options.external,
    divisorOnly: options.divisorOnly,
    device: gpu.planDevice,
  });
}

/** A gradient on the GPU is stored as its tensor says: as its input is, or in f32 where several are added. */
function dtypeOf(gradient: Float32Array | Tensor<GPUBuffer> | undefined, input: DType = "f32"): DType {
  return gradient && !(gradient instanceof Float32Array) ? gradient.dtype : input;
}

/** A failed submit is about a buffer of the user's: destroyed, or of another device. Find which. */
async function explain(
  gpu: GpuContext,
  call: Call,
  { perItem }: PieceOptions,
  message: string,
): Promise<Error> {
  const { name } = call.definition;
  const sources = { ...call.sources, ...(perItem ? { gradientScale: perItem } : {}) };
  for (const [input, { data }] of Object.entries(sources)) {
    const fault = isGPUBuffer(data) ? await gpu.faultOf(data) : undefined;
    if (fault) return refusedBuffer(name, input, fault);
  }
  return new InvalidInputError(`${name}: the device refused the work: ${message}`);
}
