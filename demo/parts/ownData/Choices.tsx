/** What is in a file and what it is measured by, to be chosen. */
import { useId } from "preact/hooks";
import type { Chosen, Question } from "../../model/ownData/question.js";
import { taskOf, tasks } from "../../model/ownData/tasks.js";
import { ColumnChoice } from "./ColumnChoice.js";
import { MeasureChoice } from "./MeasureChoice.js";

interface Props {
  readonly question: Question;
  /** Told how the choice goes on from the question that stands when it is made. */
  readonly onChoose: (change: (before: Question) => Chosen) => void;
}

export function Choices({ question, onChoose }: Props) {
  const id = useId();
  const task = taskOf(question.task);
  const { columns, places, asked } = question;
  return (
    <div class="steps">
      <section aria-labelledby="columns">
        <h3 id="columns">What is in it</h3>
        <div class="field">
          <label for={id}>its predictions are of</label>
          <select
            id={id}
            data-task
            value={task.name}
            onChange={({ currentTarget: { value } }) => onChoose(() => ({ task: value }))}
          >
            {tasks.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <ColumnChoice
          task={task}
          columns={columns}
          places={places}
          onChoose={(input, at) =>
            onChoose((before) => ({ ...chosenIn(before), places: { ...before.places, [input]: at } }))
          }
        />
      </section>
      <section aria-labelledby="measures">
        <h3 id="measures">What it is measured by</h3>
        <MeasureChoice
          task={task}
          asked={asked}
          onToggle={(name, on) =>
            onChoose((before) => {
              const others = before.asked.filter((one) => one !== name);
              return { ...chosenIn(before), asked: on ? [...others, name] : others };
            })
          }
        />
      </section>
    </div>
  );
}

const chosenIn = ({ task, places, asked }: Question): Chosen => ({ task, places, asked });
