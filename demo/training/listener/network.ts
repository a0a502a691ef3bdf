/** The network of `model/sequences/network.ts` in TensorFlow.js. */
import { freshWeights } from "../../model/sequences/network.js";
import { classes } from "../../model/sequences/notes.js";
import { windowSize } from "../../model/sequences/windows.js";
import { tf } from "../../network/tensorFlow.js";

export const freshVariable = (): tf.Variable =>
  tf.variable(tf.tensor2d(freshWeights(), [windowSize, classes]));

/** Windows as a tensor of rows. */
export const rowsOf = (windows: Float32Array): tf.Tensor2D =>
  tf.tensor2d(windows, [windows.length / windowSize, windowSize]);

/** Scores [rows, classes] of windows [rows, windowSize]. */
export const scoresOf = (weights: tf.Variable, windows: tf.Tensor2D): tf.Tensor2D =>
  tf.matMul(windows, weights as unknown as tf.Tensor2D);
