/** Which columns each input comes from. */
import type { ColumnName } from "fusedloss/files";
import { useId } from "preact/hooks";
import type { Places } from "../../model/ownData/guessColumns.js";
import type { DataInput, DataTask } from "../../model/ownData/tasks.js";

const shown = (column: ColumnName) => (typeof column === "number" ? `column ${column}` : column);

interface InputProps {
  readonly input: DataInput;
  readonly columns: readonly ColumnName[];
  readonly chosen: readonly number[];
  readonly onChoose: (places: number[]) => void;
}

function OneColumn({ input: { name, says }, columns, chosen, onChoose }: InputProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {name} <span class="quiet">{says}</span>
      </label>
      <select
        id={id}
        data-input={name}
        value={String(chosen[0] ?? "")}
        onChange={(event) => onChoose([Number(event.currentTarget.value)])}
      >
        {columns.map((column, place) => (
          <option key={place} value={String(place)}>
            {shown(column)}
          </option>
        ))}
      </select>
    </div>
  );
}

function SeveralColumns({ input: { name, says }, columns, chosen, onChoose }: InputProps) {
  const toggle = (place: number, on: boolean) =>
    onChoose([...chosen.filter((one) => one !== place), ...(on ? [place] : [])].sort((a, b) => a - b));
  return (
    <fieldset class="ticks" data-input={name}>
      <legend>
        {name} <span class="quiet">{says}, in order</span>
      </legend>
      {columns.map((column, place) => (
        <label key={place}>
          <input
            type="checkbox"
            checked={chosen.includes(place)}
            onChange={(event) => toggle(place, event.currentTarget.checked)}
          />
          {shown(column)}
        </label>
      ))}
    </fieldset>
  );
}

interface Props {
  readonly task: DataTask;
  readonly columns: readonly ColumnName[];
  readonly places: Places;
  readonly onChoose: (input: string, places: number[]) => void;
}

export function ColumnChoice({ task, columns, places, onChoose }: Props) {
  return (
    <div>
      {task.inputs.map((input) => {
        const Choice = input.several ? SeveralColumns : OneColumn;
        return (
          <Choice
            key={`${task.name}.${input.name}`}
            input={input}
            columns={columns}
            chosen={places[input.name] ?? []}
            onChoose={(chosen) => onChoose(input.name, chosen)}
          />
        );
      })}
    </div>
  );
}
