import { getKernel, type KernelFunc, registerKernel, unregisterKernel } from "@tensorflow/tfjs-core";
import { convolution, convolutionBack } from "./convolution.js";
import { halving, halvingBack } from "./halving.js";
import { product } from "./product.js";

const ours = {
  AvgPool: halving,
  AvgPoolGrad: halvingBack,
  BatchMatMul: product,
  Conv2D: convolution,
  Conv2DBackpropInput: convolutionBack,
};

/** Lets TensorFlow.js use kernels that are made for WebGPU in software; its own do what they leave. */
export function useSoftwareKernels(): void {
  for (const [name, kernel] of Object.entries(ours)) {
    const its = getKernel(name, "webgpu");
    const attempt = kernel as unknown as (
      ...given: Parameters<KernelFunc>
    ) => ReturnType<KernelFunc> | undefined;
    unregisterKernel(name, "webgpu");
    registerKernel({ ...its, kernelFunc: (given) => attempt(given) ?? its.kernelFunc(given) });
  }
}
