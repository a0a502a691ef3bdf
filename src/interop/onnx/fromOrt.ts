import { InvalidInputError, UnsupportedError } from "../../errors.js";
import { type DType, type Tensor, type TypedArray, tensor } from "../../tensor.js";

/** What we use of a tensor of onnxruntime-web. */
export interface OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly location: string;
  readonly data: unknown;
  readonly gpuBuffer: GPUBuffer;
}

/** How we store what it stores; what has no such dtype must be cast in the model. */
const dtypes: Readonly<Record<string, DType>> = {
  float32: "f32",
  float16: "f16",
  int32: "i32",
  uint32: "u32",
};

/**
 * A tensor of onnxruntime-web as an input for losses and metrics. One in a GPU buffer
 * (`preferredOutputLocation: "gpu-buffer"`) stays there and stays onnxruntime's: dispose of it there, when the result
 * has come. One in memory is taken as it is.
 *
 * @param value float32 or float16 for values; int32 or uint32 for labels and lengths, in memory also int64
 * @throws InvalidInputError for what is no such tensor, UnsupportedError for other types and other places
 */
export function fromOrt(value: OrtTensor): Tensor {
  const { type, dims, location } = (value ?? {}) as Partial<OrtTensor>;
  if (typeof type !== "string" || !Array.isArray(dims)) {
    throw new InvalidInputError(
      "fromOrt: this is no tensor of onnxruntime-web; give an output of session.run(…), as in fromOrt(outputs.logits).",
      { input: "tensor" },
    );
  }
  if (location === "gpu-buffer") {
    return tensor(value.gpuBuffer, dims, { dtype: dtypeOf(type) });
  }
  if (location !== "cpu" && location !== "cpu-pinned") {
    throw new UnsupportedError(
      `fromOrt: the tensor is at "${location}"; ask for preferredOutputLocation: "gpu-buffer" or "cpu" when the session is made.`,
    );
  }
  // Whole numbers of 64 bits serve labels: they are bigints there and here.
  if (type === "int64" || type === "uint64") return tensor(value.data as BigInt64Array, dims);
  const dtype = dtypeOf(type);
  const data = value.data as TypedArray;
  return dtype === "f16" ? tensor(data, dims, { dtype }) : tensor(data, dims);
}

function dtypeOf(type: string): DType {
  const dtype = dtypes[type];
  if (dtype) return dtype;
  throw new UnsupportedError(
    `fromOrt: the tensor has type ${type}; ${Object.keys(dtypes).join(", ")} can be read on the GPU. Cast it in the model, or let it come to memory (preferredOutputLocation: "cpu").`,
  );
}
