// @ts-check
/**
 * A logistic regression of "more than 15 minutes late" on distance and hour: the loss falls long after the
 * accuracy has stopped, for they are two things.
 */
import { binaryCrossEntropyWithLogits } from "fusedloss";
import { submit, upload } from "./gpu.js";

export const lateMinutes = 15;
/** Every tenth flight: the logits and the three slopes are formed on the host, and that is what takes time. */
export const everyNth = 10;
export const epochs = 32;
const step = 2;

/**
 * @typedef {object} Epoch
 * @property {number} epoch
 * @property {number} loss
 * @property {number} accuracy share of flights on the right side of probability ½
 * @property {number} calledLate share of flights with a probability above ½
 *
 * @typedef {object} LateModel
 * @property {number} items
 * @property {number} majority accuracy of calling every flight punctual
 * @property {number} baseLoss loss of giving every flight the same probability, the share of late ones
 * @property {number} likeliest share of late flights in the tenth that the model thinks likeliest to be late
 * @property {number} unlikeliest the same of the tenth at the other end
 * @property {readonly Epoch[]} history
 * @property {(row: number) => number} logit of any flight of the file
 */

/**
 * @param {ArrayLike<number>} values
 * @returns {{ mean: number, deviation: number }}
 */
function spread(values) {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { mean, deviation: Math.sqrt(squares / values.length - mean * mean) };
}

/**
 * @param {import("fusedloss").Engine} engine
 * @param {import("./flights.js").Flights} flights
 * @param {(epoch: Epoch) => void} [onEpoch]
 * @returns {Promise<LateModel>}
 */
export async function fitLate(engine, flights, onEpoch) {
  const { device } = engine;
  const items = Math.floor(flights.delay.length / everyNth);
  const late = new Float32Array(items);
  const distance = new Float32Array(items);
  const hour = new Float32Array(items);
  const byDistance = spread(flights.distance);
  const byHour = spread(flights.hour);
  let lates = 0;
  for (let i = 0; i < items; i++) {
    const row = i * everyNth;
    late[i] = (flights.delay[row] ?? 0) > lateMinutes ? 1 : 0;
    lates += late[i] ?? 0;
    distance[i] = ((flights.distance[row] ?? 0) - byDistance.mean) / byDistance.deviation;
    hour[i] = ((flights.hour[row] ?? 0) - byHour.mean) / byHour.deviation;
  }

  const values = new Float32Array(items);
  const targets = upload(device, late, "late");
  const logits = upload(device, values, "logits");
  const compiled = await engine.compile(
    binaryCrossEntropyWithLogits(),
    { logits: [items], targets: [items] },
    { gradients: ["logits"] },
  );
  let [bias, ofDistance, ofHour] = [0, 0, 0];
  /** @type {Epoch[]} */
  const history = [];

  for (let epoch = 0; epoch <= epochs; epoch++) {
    let [right, positive] = [0, 0];
    for (let i = 0; i < items; i++) {
      const logit = bias + ofDistance * (distance[i] ?? 0) + ofHour * (hour[i] ?? 0);
      values[i] = logit;
      if (logit > 0) positive += 1;
      if (logit > 0 === late[i] > 0) right += 1;
    }
    device.queue.writeBuffer(logits, 0, values);
    submit(device, (encoder) => compiled.encode(encoder, { logits, targets }));
    const { loss, gradients } = await compiled.read({ gradients: true });

    const entry = { epoch, loss: Number(loss), accuracy: right / items, calledLate: positive / items };
    history.push(entry);
    onEpoch?.(entry);

    const slopes = gradients?.logits ?? new Float32Array(items);
    let [slope, slopeOfDistance, slopeOfHour] = [0, 0, 0];
    for (let i = 0; i < items; i++) {
      const one = slopes[i] ?? 0;
      slope += one;
      slopeOfDistance += one * (distance[i] ?? 0);
      slopeOfHour += one * (hour[i] ?? 0);
    }
    bias -= step * slope;
    ofDistance -= step * slopeOfDistance;
    ofHour -= step * slopeOfHour;
  }

  compiled.destroy();
  logits.destroy();
  targets.destroy();
  const share = lates / items;
  return {
    items,
    majority: 1 - share,
    baseLoss: -share * Math.log(share) - (1 - share) * Math.log(1 - share),
    ...tenths(values, late),
    history,
    logit: (row) =>
      bias +
      (ofDistance * ((flights.distance[row] ?? 0) - byDistance.mean)) / byDistance.deviation +
      (ofHour * ((flights.hour[row] ?? 0) - byHour.mean)) / byHour.deviation,
  };
}

/**
 * @param {Float32Array} logits
 * @param {Float32Array} late
 */
function tenths(logits, late) {
  const order = Uint32Array.from(logits, (_, i) => i).sort((a, b) => (logits[a] ?? 0) - (logits[b] ?? 0));
  const tenth = Math.floor(order.length / 10);
  const share = (/** @type {Uint32Array} */ rows) => {
    let sum = 0;
    for (const row of rows) sum += late[row] ?? 0;
    return sum / rows.length;
  };
  return { likeliest: share(order.subarray(-tenth)), unlikeliest: share(order.subarray(0, tenth)) };
}

/** Epochs worth a line in a table: 0, 1, 2, 4, 8 … and the last. */
export function worthALine(/** @type {number} */ epoch) {
  return epoch === epochs || Number.isInteger(Math.log2(epoch)) || epoch === 0;
}
