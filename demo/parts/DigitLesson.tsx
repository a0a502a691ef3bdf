/** Handwritten digits by softmax regression: ten weighted sums of pixels, and the largest wins. */
import { Lesson } from "./Lesson.js";
import { type Curve, LossCurves } from "./LossCurves.js";
import { percent } from "./numbers.js";
import { useTraining } from "./useTraining.js";
import { WeightPictures } from "./WeightPictures.js";

const curves: readonly Curve[] = [{ name: "softmax", colour: "loss" }];
const levels = [0.1, 0.3, 1, 3];

export function DigitLesson() {
  const { state, start, stop } = useTraining("digits");
  const { seen, accuracies } = state;
  const accuracy = accuracies.at(-1);
  return (
    <Lesson
      name="digits"
      title="Ten digits, and what each of them looks for"
      state={state}
      start={start}
      stop={stop}
      promise="1.7 MB of pictures; 155 steps of 256 pictures, 5 to a submit"
      prose={
        <p>
          A picture has 784 pixels. Every digit gives each of them a weight, adds up, and the largest sum
          wins: softmax regression, 7,850 numbers trained on 8,000 pictures. The other 2,000 it never sees;
          they say how well it reads.
        </p>
      }
      numbers={
        <p class="score" data-accuracy={accuracy}>
          <strong>{accuracy === undefined ? "–" : percent(accuracy)}</strong>
          <span>of the pictures held out read right</span>
        </p>
      }
    >
      <figure>
        <WeightPictures weights={seen.softmax?.parameters.weightMatrix} />
        <figcaption>
          The weights of each digit: where ink speaks for it (red) and where against (blue). A 0 wants its
          middle empty.
        </figcaption>
      </figure>
      <LossCurves curves={curves} seen={seen} steps={155} levels={levels} />
    </Lesson>
  );
}
