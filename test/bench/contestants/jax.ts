/** jax-js on WebGPU: `jit(valueAndGrad(…))` of a few ways to write each loss; the fastest is timed. */
import { defaultDevice, getWebGPUDevice, init, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import {
  type Contestant,
  classesOf,
  formOf,
  type HostInputs,
} from "../../../demo/bench/contestants/contestant.js";
import { elementsOf, gradientsOf, inputsOf, itemsOf, type Row } from "../../../demo/bench/rows.js";

/** Arrays are counted references here: every use but the last takes `.ref`. */
type Formula = (values: np.Array, other: np.Array, labels: np.Array) => np.Array;

/** What the array of labels holds, by form. */
interface Form {
  readonly formula: Formula;
  readonly labels?: "indices" | "one-hot";
}

/** The default of infoNce. */
const temperature = 0.07;

/** Rows of unit length. */
const unit = (x: np.Array): np.Array => {
  const squares = np.sum(np.square(x.ref), -1, { keepdims: true });
  return x.div(np.sqrt(squares));
};

const similarities = (q: np.Array, k: np.Array): np.Array =>
  np.matmul(unit(q), np.transpose(unit(k))).mul(1 / temperature);

const forms: Record<string, Record<string, Form>> = {
  mse: {
    "mean of squares": { formula: (p, t) => np.mean(np.square(p.sub(t))) },
  },
  huber: {
    where: {
      formula: (p, t) => {
        const error = p.sub(t);
        const size = np.abs(error.ref);
        return np.mean(np.where(np.lessEqual(size.ref, 1), np.square(error).mul(0.5), size.sub(0.5)));
      },
    },
    clipped: {
      // As Optax writes it: ½·min(|e|, δ)² + δ·(|e| − min(|e|, δ)).
      formula: (p, t) => {
        const size = np.abs(p.sub(t));
        const inner = np.minimum(size.ref, 1);
        return np.mean(np.square(inner.ref).mul(0.5).add(size.sub(inner)));
      },
    },
  },
  binaryCrossEntropyWithLogits: {
    "log1p of exp": {
      formula: (x, t) =>
        np.mean(
          np
            .maximum(x.ref, 0)
            .sub(x.ref.mul(t))
            .add(np.log1p(np.exp(np.abs(x).neg()))),
        ),
    },
    logSigmoid: {
      // As Optax writes it.
      formula: (x, t) =>
        np.mean(
          t.ref
            .mul(nn.logSigmoid(x.ref))
            .add(np.subtract(1, t).mul(nn.logSigmoid(x.neg())))
            .neg(),
        ),
    },
  },
  infoNce: {
    "matmul, logsumexp, row sums": {
      formula: (q, k) => {
        const all = similarities(q.ref, k.ref);
        const own = np.sum(unit(q).mul(unit(k)), -1).mul(1 / temperature);
        return np.mean(nn.logsumexp(all, -1).sub(own));
      },
    },
  },
  linear: {
    "matmul, logSoftmax, one-hot": {
      labels: "one-hot",
      formula: (x, w, oneHot) => np.mean(np.sum(nn.logSoftmax(np.matmul(x, w), -1).mul(oneHot), -1).neg()),
    },
    "matmul, logsumexp, oneHot in the graph": {
      labels: "indices",
      formula: (x, w, labels) => {
        const logits = np.matmul(x, w);
        const oneHot = nn.oneHot(labels, logits.shape[1]!);
        return np.mean(nn.logsumexp(logits.ref, -1).sub(np.sum(logits.mul(oneHot), -1)));
      },
    },
  },
  softmaxCrossEntropy: {
    "logSoftmax, one-hot": {
      labels: "one-hot",
      formula: (x, oneHot) => np.mean(np.sum(nn.logSoftmax(x, -1).mul(oneHot), -1).neg()),
    },
    "logsumexp, one-hot": {
      labels: "one-hot",
      formula: (x, oneHot) => np.mean(nn.logsumexp(x.ref, -1).sub(np.sum(x.mul(oneHot), -1))),
    },
    "logsumexp, oneHot in the graph": {
      labels: "indices",
      formula: (x, labels) => {
        const classes = x.shape[1]!;
        const oneHot = nn.oneHot(labels, classes);
        return np.mean(nn.logsumexp(x.ref, -1).sub(np.sum(x.mul(oneHot), -1)));
      },
    },
    "logsumexp, mask in the graph": {
      labels: "indices",
      formula: (x, labels) => {
        const isLabel = np.equal(np.arange(x.shape[1]!), np.expandDims(labels, 1));
        return np.mean(nn.logsumexp(x.ref, -1).sub(np.sum(np.where(isLabel, x, 0), -1)));
      },
    },
    "logsumexp, takeAlongAxis": {
      labels: "indices",
      formula: (x, labels) => {
        const picked = np.takeAlongAxis(x.ref, np.expandDims(labels, 1), 1);
        return np.mean(nn.logsumexp(x, -1).sub(np.squeeze(picked, 1)));
      },
    },
  },
};

const shapes = (row: Row): Record<string, number[]> =>
  Object.fromEntries(inputsOf(row).map(({ name, shape }) => [name, shape]));

function toArray(row: Row, name: string, inputs: HostInputs, form: Form): np.Array {
  const data = inputs[name]!;
  if (name !== "labels") return np.array(data, { shape: shapes(row)[name]! });
  if (form.labels === "indices") return np.array(data, { dtype: np.int32 });
  const [items, classes] = [itemsOf(row), classesOf(row)];
  const table = new Float32Array(items * classes);
  for (let item = 0; item < items; item++) table[item * classes + data[item]!] = 1;
  return np.array(table, { shape: [items, classes] });
}

export const jax: Contestant = {
  name: "jax-js",
  inputBytes: (row) => 8 * elementsOf(row),
  start: async () => {
    if (!(await init("webgpu")).includes("webgpu")) throw new Error("jax-js found no WebGPU");
    defaultDevice("webgpu");
    return getWebGPUDevice();
  },
  enter: (row, sets) =>
    Object.entries(formOf(forms, row)).map(([name, form]) => async () => {
      const arrays = sets.map((set) => Object.keys(set).map((input) => toArray(row, input, set, form)));
      for (const array of arrays.flat()) await array.blockUntilReady();
      const argnums = gradientsOf(row).map((_, i) => i);
      const compiled = jit(valueAndGrad(form.formula, { argnums }));
      const step = (set: number) => {
        const given = arrays[set]!.map((array) => array.ref);
        return compiled(...(given as Parameters<Formula>)) as unknown as [np.Array, np.Array[]];
      };
      return {
        form: name,
        run: async (set) => {
          const [value, gradients] = step(set);
          // Submits every kernel of the jit, the gradients' too, and waits for all of them.
          const [loss] = await value.data();
          for (const gradient of gradients) gradient.dispose();
          return loss!;
        },
        check: async (set) => {
          const [value, gradients] = step(set);
          const [loss] = await value.data();
          const [gradient = new Float32Array(), ...others] = await Promise.all(
            gradients.map((one) => one.data()),
          );
          return { loss: loss!, gradient, others };
        },
        dispose: () => {
          for (const array of arrays.flat()) array.dispose();
        },
      };
    }),
};
