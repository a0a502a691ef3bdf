/** What a run of training comes to, in float64: nothing is timed that trains otherwise. */
import { adam, type Loss, linear, sgd, softmaxCrossEntropy, tensor } from "fusedloss";
import { evaluate, step } from "fusedloss/reference";
import { learningRates, parameterShapes, type TrainingData } from "./contestants/training.js";
import type { TrainingRow } from "./trainingRows.mjs";

/** After so many steps: so many of the first parameters, and the loss before the last step. */
export interface ExpectedTraining {
  readonly steps: number;
  readonly parameters: Float64Array;
  readonly loss?: number;
}

/** How many parameters are judged. */
const judged = 100;
/** Steps of the reference: few where each is long, as many as are timed where it is short. */
const judgedSteps = 3;

type Numbers = Readonly<Record<string, Float64Array>>;
type State = ReturnType<typeof step>["state"];

export function expectedTraining(row: TrainingRow, data: TrainingData): ExpectedTraining {
  const { training } = row;
  const learningRate = learningRates[training];
  const optimiser = training === "softmaxDescent" ? sgd({ learningRate }) : adam({ learningRate });
  const steps = training === "softmaxDescent" ? row.steps : judgedSteps;
  // Adam alone takes each parameter by itself: the first are enough.
  const first = (numbers: Float32Array) =>
    Float64Array.from(training === "adam" ? numbers.slice(0, judged) : numbers);
  const every = (all: Readonly<Record<string, Float32Array>>): Numbers =>
    Object.fromEntries(Object.entries(all).map(([name, numbers]) => [name, first(numbers)]));
  let parameters = every(data.parameters);
  let state: State | undefined;
  let loss: number | undefined;
  for (let i = 0; i < steps; i++) {
    const found = lossOf(row, data, parameters);
    loss = found?.loss;
    const gradients = found?.gradients ?? every(data.gradients);
    const next = step(optimiser, { parameters, gradients, ...(state ? { state } : {}) });
    parameters = next.parameters as Numbers;
    state = next.state;
  }
  const [all = new Float64Array()] = Object.values(parameters);
  return { steps, parameters: all.slice(0, judged), ...(loss === undefined ? {} : { loss }) };
}

/** Loss and gradients at some parameters; an optimiser alone has neither. */
function lossOf(row: TrainingRow, { inputs, labels }: TrainingData, parameters: Numbers) {
  const { training, shape } = row;
  if (training === "adam") return undefined;
  const shapes = parameterShapes(row);
  const at = Object.fromEntries(
    Object.entries(parameters).map(([name, numbers]) => [name, tensor(numbers, shapes[name])]),
  );
  const [loss, given] =
    training === "softmaxDescent"
      ? [softmaxCrossEntropy(), { labels }]
      : [linear(softmaxCrossEntropy()), { labels, inputs: tensor(inputs, shape.slice(0, 2)) }];
  const found = evaluate(loss as Loss, { ...given, ...at }, { gradients: Object.keys(at) });
  return { loss: found.loss as number, gradients: found.gradients as Numbers };
}
