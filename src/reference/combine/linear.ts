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
  for (let n = 0; n < rows; n++) {
    for (let k = 0; k < columns; k++) {
      let sum = bias ? (bias.values[k] as number) : 0;
      for (let d = 0; d < features; d++) sum += (x[n * features + d] as number) * (w[at(d, k)] as number);
      product[n * columns + k] = sum;
    }
  }
  const carry = (slopes: Float64Array) => {
    const gradients = {
      inputs: new Float64Array(x.length),
      weightMatrix: new Float64Array(w.length),
      ...(bias ? { bias: new Float64Array(columns) } : {}),
    };
    const terms = Object.fromEntries(
      Object.entries(gradients).map(([name, { length }]) => [name, new Float64Array(length)]),
    );
    const add = (name: keyof typeof gradients, index: number, term: number): void => {
      (gradients[name] as Float64Array)[index] = (gradients[name]?.[index] as number) + term;
      (terms[name] as Float64Array)[index] = (terms[name]?.[index] as number) + Math.abs(term);
    };
    for (let n = 0; n < rows; n++) {
      for (let k = 0; k < columns; k++) {
        const slope = slopes[n * columns + k] as number;
        if (slope === 0) continue;
        if (bias) add("bias", k, slope);
        for (let d = 0; d < features; d++) {
          add("inputs", n * features + d, slope * (w[at(d, k)] as number));
          add("weightMatrix", at(d, k), (x[n * features + d] as number) * slope);
        }
      }
    }
    return { gradients, terms };
  };
  return { product, carry };
};
