/** Which losses and metrics are wanted. */
import type { DataTask } from "../../model/ownData/tasks.js";
import { breakable } from "../numbers.js";

interface Props {
  readonly task: DataTask;
  readonly asked: readonly string[];
  readonly onToggle: (name: string, on: boolean) => void;
}

const kinds = [
  { kind: "loss", title: "losses" },
  { kind: "metric", title: "metrics" },
] as const;

export function MeasureChoice({ task, asked, onToggle }: Props) {
  return (
    <div>
      {kinds.map(({ kind, title }) => (
        <fieldset class="ticks" key={kind}>
          <legend>{title}</legend>
          {task.measures
            .filter((measure) => measure.kind === kind)
            .map(({ name }) => (
              <label key={name}>
                <input
                  type="checkbox"
                  name={name}
                  checked={asked.includes(name)}
                  onChange={(event) => onToggle(name, event.currentTarget.checked)}
                />
                {breakable(name)}
              </label>
            ))}
        </fieldset>
      ))}
    </div>
  );
}
