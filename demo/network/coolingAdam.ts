import { tf } from "./tensorFlow.js";

/** Adam of TensorFlow.js whose learning rate may fall while it trains. */
export class CoolingAdam extends tf.AdamOptimizer {
  cool(learningRate: number): void {
    this.learningRate = learningRate;
  }
}
