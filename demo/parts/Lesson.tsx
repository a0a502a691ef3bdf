/** What the lessons of the training page have in common: words, a button that starts and stops, how far it is. */
import type { ComponentChildren } from "preact";
import type { LessonName } from "../trainingWorker.js";
import { RunBar } from "./RunBar.js";
import type { TrainingState } from "./useTraining.js";

interface Props {
  readonly name: LessonName;
  readonly title: string;
  readonly state: TrainingState;
  readonly start: () => void;
  readonly stop: () => void;
  /** Below the title, beside the figure. */
  readonly prose: ComponentChildren;
  /** Below the button. */
  readonly numbers: ComponentChildren;
  /** What is to be expected, before it has begun. */
  readonly promise: string;
  readonly children: ComponentChildren;
}

export function Lesson({ name, title, state, start, stop, prose, numbers, promise, children }: Props) {
  const { status, text, share } = state;
  return (
    <section aria-labelledby={name} data-lesson={name} data-status={status}>
      <h2 id={name}>{title}</h2>
      <div class="split">
        <div class="prose">
          {prose}
          <RunBar
            title={title}
            action={status === "idle" ? "Train on this device" : "Train again"}
            works={status === "working"}
            text={status === "idle" ? promise : text}
            share={share}
            start={start}
            stop={stop}
          />
          {numbers}
        </div>
        <div class="figures">{children}</div>
      </div>
    </section>
  );
}
