import type { InnerReference } from "../shapes.js";

/** z = X·W + b, and from dz back: dX = dz·Wᵀ, dW = Xᵀ·dz, db = Σ dz. What dz = 0 multiplies adds nothing. */
export const linear: InnerReference<{ transposed: boolean }> = (
  { transposed },
  { inputs, weightMatrix, bias },
  { rows = 0, features = 0, columns = 0 },
) => {
  const x = inputs?.values ?? new Float64Array();
  const w = weightMatrix?.values ?? new Float64Array();
  const at = (d: number, k: number) => (transposed ? k * features + d : d * columns + k);
  const product = new Float64Array(rows * columns);
  const size = new Float64Array(rows * columns);
  for (let n = 0; n < rows; n++) {
    for (let k = 0; k < columns; k++) {
      let sum = bias ? (bias.values[k] as number) : 0;
      let terms = Math.abs(sum);
      for (let d = 0; d < features; d++) {
        const term = (x[n * features + d] as number) * (w[at(d, k)] as number);
        sum += term;
        terms += Math.abs(term);
      }
      product[n * columns + k] = sum;
      size[n * columns + k] = terms;
    }
  }
  const carry = (slopes: Float64Array, sizes: Float64Array) => {
    const gradients = {
      inputs: new Float64Array(x.length),
      weightMatrix: new Float64Array(w.length),
      ...(bias ? { bias: new Float64Array(columns) } : {}),
    };
    const terms = Object.fromEntries(
      Object.entries(gradients).map(([name, { length }]) => [name, new Float64Array(length)]),
    );
    const add = (
      name: keyof typeof gradients,
      index: number,
      slope: number,
      own: number,
      factor: number,
    ): void => {
      const [gradient, sum] = [gradients[name] as Float64Array, terms[name] as Float64Array];
      if (slope !== 0) gradient[index] = (gradient[index] as number) + slope * factor;
      sum[index] = (sum[index] as number) + own * Math.abs(factor);
    };
    for (let n = 0; n < rows; n++) {
      for (let k = 0; k < columns; k++) {
        const slope = slopes[n * columns + k] as number;
        const own = sizes[n * columns + k] as number;
        if (slope === 0 && own === 0) continue;
        if (bias) add("bias", k, slope, own, 1);
        for (let d = 0; d < features; d++) {
          add("inputs", n * features + d, slope, own, w[at(d, k)] as number);
          add("weightMatrix", at(d, k), slope, own, x[n * features + d] as number);
        }
      }
    }
    return { gradients, terms };
  };
  return { product, size, carry };
};
