/**
 * Elementwise losses as anybody would write them without a GPU: one pass over typed arrays, the mean and its slopes
 * together. They are called as the losses are, and parameters have their defaults.
 *
 * Each has a loop of its own: one loop for all would call a function per element, and who writes one loss would not.
 */

type Numbers = Readonly<Record<string, Float32Array>>;

/** Fills the slopes of the inputs that are trained, and answers the mean. */
export type ElementwiseLoop = (inputs: Numbers, slopes: Numbers) => number;

export const mse: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const error = predictions[i] - targets[i];
    sum += error * error;
    slope[i] = (2 * error) / count;
  }
  return sum / count;
};

export const huber: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const error = predictions[i] - targets[i];
    const size = Math.abs(error);
    sum += size <= 1 ? 0.5 * error * error : size - 0.5;
    slope[i] = (size <= 1 ? error : Math.sign(error)) / count;
  }
  return sum / count;
};

export const logCosh: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const error = predictions[i] - targets[i];
    const size = Math.abs(error);
    const small = Math.exp(-2 * size);
    sum += size + Math.log1p(small) - Math.LN2;
    slope[i] = (Math.sign(error) * (1 - small)) / (1 + small) / count;
  }
  return sum / count;
};

export const cauchy: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const error = predictions[i] - targets[i];
    const half = 0.5 * error * error;
    sum += Math.log1p(half);
    slope[i] = error / (1 + half) / count;
  }
  return sum / count;
};

export const linex: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const error = predictions[i] - targets[i];
    const power = Math.expm1(error);
    sum += power - error;
    slope[i] = power / count;
  }
  return sum / count;
};

export const msle: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const prediction = predictions[i];
    const error = Math.log1p(prediction) - Math.log1p(targets[i]);
    sum += error * error;
    slope[i] = (2 * error) / (1 + prediction) / count;
  }
  return sum / count;
};

export const gaussianNll: ElementwiseLoop = ({ predictions, targets, variances }, slopes) => {
  const slope = slopes.predictions;
  const varianceSlope = slopes.variances;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const error = predictions[i] - targets[i];
    const variance = Math.max(variances[i], 1e-6);
    const pull = error / variance;
    sum += 0.5 * (Math.log(variance) + error * pull);
    slope[i] = pull / count;
    varianceSlope[i] = (0.5 * (1 / variance - pull * pull)) / count;
  }
  return sum / count;
};

export const poissonNll: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const x = predictions[i];
    const target = targets[i];
    const rate = Math.exp(x);
    sum += rate - target * x;
    slope[i] = (rate - target) / count;
  }
  return sum / count;
};

export const gammaNll: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const x = predictions[i];
    const ratio = targets[i] * Math.exp(-x);
    sum += ratio + x;
    slope[i] = (1 - ratio) / count;
  }
  return sum / count;
};

/** Of power 1.5, where one exponential does for both. */
export const tweedie: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const expected = Math.exp(0.5 * predictions[i]);
    const found = targets[i] / expected;
    sum += 2 * (expected + found);
    slope[i] = (expected - found) / count;
  }
  return sum / count;
};

export const binaryCrossEntropy: ElementwiseLoop = ({ probabilities, targets }, slopes) => {
  const slope = slopes.probabilities;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const p = probabilities[i];
    const target = targets[i];
    sum -= target * Math.max(Math.log(p), -100) + (1 - target) * Math.max(Math.log1p(-p), -100);
    slope[i] = (p - target) / Math.max(p * (1 - p), 1e-12) / count;
  }
  return sum / count;
};

export const binaryCrossEntropyWithLogits: ElementwiseLoop = ({ logits, targets }, slopes) => {
  const slope = slopes.logits;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const logit = logits[i];
    const target = targets[i];
    const small = Math.exp(-Math.abs(logit));
    sum += Math.max(logit, 0) - logit * target + Math.log1p(small);
    slope[i] = ((logit >= 0 ? 1 : small) / (1 + small) - target) / count;
  }
  return sum / count;
};

export const binaryPoly1: ElementwiseLoop = ({ logits, targets }, slopes) => {
  const slope = slopes.logits;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const logit = logits[i];
    const target = targets[i];
    const small = Math.exp(-Math.abs(logit));
    const p = (logit >= 0 ? 1 : small) / (1 + small);
    const q = (logit >= 0 ? small : 1) / (1 + small);
    const entropy = Math.max(logit, 0) - logit * target + Math.log1p(small);
    sum += entropy + 2 * (target * q + (1 - target) * p);
    slope[i] = (p - target + 2 * (1 - 2 * target) * p * q) / count;
  }
  return sum / count;
};

/** Of gamma 2, which is a square and no power, and without alpha. */
export const sigmoidFocal: ElementwiseLoop = ({ logits, targets }, slopes) => {
  const slope = slopes.logits;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const logit = logits[i];
    const target = targets[i];
    const small = Math.exp(-Math.abs(logit));
    const p = (logit >= 0 ? 1 : small) / (1 + small);
    const q = (logit >= 0 ? small : 1) / (1 + small);
    const entropy = Math.max(logit, 0) - logit * target + Math.log1p(small);
    const miss = target * q + (1 - target) * p;
    sum += miss * miss * entropy;
    slope[i] = (miss * (2 * (1 - 2 * target) * p * q * entropy + miss * (p - target))) / count;
  }
  return sum / count;
};

export const logistic: ElementwiseLoop = ({ predictions, targets }, slopes) => {
  const slope = slopes.predictions;
  const count = slope.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const target = targets[i];
    const x = -target * predictions[i];
    const small = Math.exp(-Math.abs(x));
    sum += Math.max(x, 0) + Math.log1p(small);
    slope[i] = (-target * (x >= 0 ? 1 : small)) / (1 + small) / count;
  }
  return sum / count;
};

export const bpr: ElementwiseLoop = ({ positive, negative }, slopes) => {
  const [up, down] = [slopes.positive, slopes.negative];
  const count = up.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const behind = negative[i] - positive[i];
    const small = Math.exp(-Math.abs(behind));
    const pull = (behind >= 0 ? 1 : small) / (1 + small) / count;
    sum += Math.max(behind, 0) + Math.log1p(small);
    up[i] = -pull;
    down[i] = pull;
  }
  return sum / count;
};

/** The mean of log(1 + e^(sign·x)), times a factor: what GANs are made of. */
function softplusMean(scores: Float32Array, sign: number, factor: number, slopes: Float32Array): number {
  const count = slopes.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const x = sign * scores[i]!;
    const small = Math.exp(-Math.abs(x));
    sum += Math.max(x, 0) + Math.log1p(small);
    slopes[i] = (factor * sign * (x >= 0 ? 1 : small)) / (1 + small) / count;
  }
  return (factor * sum) / count;
}

const crossEntropyOfBoth: ElementwiseLoop = ({ real, fake }, slopes) =>
  softplusMean(real, -1, 1, slopes.real) + softplusMean(fake, 1, 1, slopes.fake);

export const minimaxGan: Readonly<Record<string, ElementwiseLoop>> = {
  discriminator: crossEntropyOfBoth,
  generator: ({ fake }, slopes) => softplusMean(fake, 1, -1, slopes.fake),
};

export const nonSaturatingGan: Readonly<Record<string, ElementwiseLoop>> = {
  discriminator: crossEntropyOfBoth,
  generator: ({ fake }, slopes) => softplusMean(fake, -1, 1, slopes.fake),
};
