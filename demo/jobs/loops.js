// @ts-check
/**
 * What one would write by hand: loss and gradient of the mean in one pass of plain JavaScript. Each answers
 * the sum of the losses and fills `gradient`.
 *
 * @typedef {(p: Float32Array, t: Float32Array | Int32Array, gradient: Float32Array) => number} Loop
 */

/** @type {Loop} */
function mse(p, t, gradient) {
  const scale = 1 / p.length;
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const e = p[i] - t[i];
    sum += e * e;
    gradient[i] = 2 * e * scale;
  }
  return sum;
}

/** @type {Loop} */
function mae(p, t, gradient) {
  const scale = 1 / p.length;
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const e = p[i] - t[i];
    sum += Math.abs(e);
    gradient[i] = e > 0 ? scale : e < 0 ? -scale : 0;
  }
  return sum;
}

/** @type {Loop} */
function huber(p, t, gradient) {
  const scale = 1 / p.length;
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const e = p[i] - t[i];
    const size = Math.abs(e);
    sum += size <= 1 ? 0.5 * e * e : size - 0.5;
    gradient[i] = Math.max(-1, Math.min(1, e)) * scale;
  }
  return sum;
}

/** @type {Loop} */
function logCosh(p, t, gradient) {
  const scale = 1 / p.length;
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const e = p[i] - t[i];
    const size = Math.abs(e);
    sum += size + Math.log1p(Math.exp(-2 * size)) - Math.LN2;
    gradient[i] = Math.tanh(e) * scale;
  }
  return sum;
}

/** @type {Loop} */
function quantile90(p, t, gradient) {
  const scale = 1 / p.length;
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const e = t[i] - p[i];
    sum += e > 0 ? 0.9 * e : -0.1 * e;
    gradient[i] = e > 0 ? -0.9 * scale : e < 0 ? 0.1 * scale : 0;
  }
  return sum;
}

/** @type {Loop} */
function cauchy(p, t, gradient) {
  const scale = 1 / p.length;
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const e = p[i] - t[i];
    const half = 0.5 * e * e;
    sum += Math.log1p(half);
    gradient[i] = (e / (1 + half)) * scale;
  }
  return sum;
}

/** @type {Loop} */
function binaryCrossEntropyWithLogits(x, t, gradient) {
  const scale = 1 / x.length;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const tail = Math.exp(-Math.abs(x[i]));
    sum += Math.max(x[i], 0) - x[i] * t[i] + Math.log1p(tail);
    gradient[i] = ((x[i] >= 0 ? 1 : tail) / (1 + tail) - t[i]) * scale;
  }
  return sum;
}

/** @type {Loop} */
function softmaxCrossEntropy(x, labels, gradient) {
  const rows = labels.length;
  const classes = x.length / rows;
  const scale = 1 / rows;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * classes;
    const end = start + classes;
    let peak = x[start];
    for (let i = start + 1; i < end; i++) peak = Math.max(peak, x[i]);
    let total = 0;
    for (let i = start; i < end; i++) {
      const power = Math.exp(x[i] - peak);
      gradient[i] = power;
      total += power;
    }
    const own = start + labels[row];
    sum += peak + Math.log(total) - x[own];
    for (let i = start; i < end; i++) gradient[i] *= scale / total;
    gradient[own] -= scale;
  }
  return sum;
}

export const loops = {
  mse,
  mae,
  huber,
  logCosh,
  quantile90,
  cauchy,
  binaryCrossEntropyWithLogits,
  softmaxCrossEntropy,
};
