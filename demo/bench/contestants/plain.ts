/** What anybody can write without a GPU: one loop over the data, loss and gradient together. */
import { elementsOf, inputsOf, type Row } from "../rows.js";
import { type Contestant, formOf, type HostInputs, shapeOf } from "./contestant.js";
import { binaryCrossEntropyWithLogits, type ElementwiseLoop, huber, mse } from "./elementwiseLoops.js";
import { plainCtc } from "./plainCtc.js";

type Loop = (row: Row, inputs: HostInputs, gradient: Float32Array) => number;

const floats = (inputs: HostInputs, name: string): Float32Array => inputs[name] as Float32Array;

/** A loop over elements, as a row's: of the first input's slopes. */
const overElements =
  (loop: ElementwiseLoop): Loop =>
  (row, inputs, gradient) =>
    loop(inputs as Readonly<Record<string, Float32Array>>, { [inputsOf(row)[0]!.name]: gradient });

const loops: Record<string, Loop> = {
  mse: overElements(mse),
  huber: overElements(huber),
  binaryCrossEntropyWithLogits: overElements(binaryCrossEntropyWithLogits),

  softmaxCrossEntropy(row, inputs, gradient) {
    const [items, classes] = shapeOf(row);
    const logits = floats(inputs, "logits");
    const labels = inputs.labels as Int32Array;
    let sum = 0;
    for (let item = 0; item < items; item++) {
      const start = item * classes;
      const end = start + classes;
      let most = Number.NEGATIVE_INFINITY;
      for (let i = start; i < end; i++) most = Math.max(most, logits[i]!);
      let total = 0;
      for (let i = start; i < end; i++) {
        const power = Math.exp(logits[i]! - most);
        gradient[i] = power;
        total += power;
      }
      const scale = 1 / (total * items);
      for (let i = start; i < end; i++) gradient[i]! *= scale;
      const label = start + labels[item]!;
      gradient[label]! -= 1 / items;
      sum += Math.log(total) + most - logits[label]!;
    }
    return sum / items;
  },

  ctc({ shape, targets = 0 }, inputs, gradient) {
    const [frames = 0, sequences = 0, classes = 0] = shape;
    const sizes = { frames, sequences, classes, targets };
    return plainCtc(sizes, floats(inputs, "logits"), inputs.targets as Int32Array, gradient);
  },

  infoNce(row, inputs, gradient) {
    const [rows, width] = shapeOf(row);
    const rate = 1 / 0.07;
    const units = (x: Float32Array) => {
      const out = new Float32Array(x.length);
      const norms = new Float32Array(rows);
      for (let i = 0; i < rows; i++) {
        let squares = 0;
        for (let k = i * width; k < (i + 1) * width; k++) squares += x[k]! * x[k]!;
        norms[i] = Math.sqrt(squares);
        for (let k = i * width; k < (i + 1) * width; k++) out[k] = x[k]! / norms[i]!;
      }
      return { out, norms };
    };
    const { out: q, norms } = units(floats(inputs, "queries"));
    const { out: keys } = units(floats(inputs, "keys"));
    const scores = new Float64Array(rows);
    const slope = new Float64Array(width);
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      let most = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < rows; j++) {
        let score = 0;
        for (let k = 0; k < width; k++) score += q[i * width + k]! * keys[j * width + k]!;
        scores[j] = score * rate;
        most = Math.max(most, scores[j]!);
      }
      const own = scores[i]!;
      let total = 0;
      for (let j = 0; j < rows; j++) {
        scores[j] = Math.exp(scores[j]! - most);
        total += scores[j]!;
      }
      sum += Math.log(total) + most - own;
      slope.fill(0);
      for (let j = 0; j < rows; j++) {
        const by = (rate * (scores[j]! / total - (j === i ? 1 : 0))) / rows;
        for (let k = 0; k < width; k++) slope[k]! += by * keys[j * width + k]!;
      }
      let along = 0;
      for (let k = 0; k < width; k++) along += slope[k]! * q[i * width + k]!;
      for (let k = 0; k < width; k++) {
        gradient[i * width + k] = (slope[k]! - along * q[i * width + k]!) / norms[i]!;
      }
    }
    return sum / rows;
  },
};

export const plain: Contestant = {
  name: "plain JS",
  inputBytes: () => 0,
  start: () => Promise.resolve(undefined),
  enter: (row, sets) => [
    async () => {
      const loop = formOf(loops, row);
      const gradient = new Float32Array(elementsOf(row));
      const run = async (set: number) => loop(row, sets[set]!, gradient);
      return {
        form: "one loop, typed arrays",
        run,
        check: async (set) => ({ loss: await run(set), gradient: gradient.slice() }),
        dispose: () => {},
      };
    },
  ],
};
