/** The numbers that a body reads by name: moved, left out, or new ones. */
import { useId, useState } from "preact/hooks";
import { slider } from "../../model/controls.js";
import type { Range } from "../../model/ownLoss/presets.js";
import { Field } from "../Field.js";

/** What a parameter begins with that nobody has thought about. */
const usual: Range = { low: 0, high: 10, start: 1 };

interface Props {
  readonly ranges: Readonly<Record<string, Range>>;
  readonly params: Readonly<Record<string, number>>;
  readonly onMove: (name: string, value: number) => void;
  readonly onAdd: (name: string, range: Range) => void;
  readonly onRemove: (name: string) => void;
}

export function Parameters({ ranges, params, onMove, onAdd, onRemove }: Props) {
  const id = useId();
  const [name, setName] = useState("");
  const isNew = name !== "" && !(name in ranges);
  const add = (event: Event) => {
    event.preventDefault();
    if (!isNew) return;
    onAdd(name, usual);
    setName("");
  };
  return (
    <div class="parameters">
      {Object.entries(ranges).map(([key, { low, high, start }]) => (
        <div key={key}>
          <Field
            name={key}
            control={slider(low, high, start)}
            value={params[key]}
            onChange={(value) => onMove(key, Number(value))}
          />
          <button type="button" class="plain" aria-label={`remove ${key}`} onClick={() => onRemove(key)}>
            ×
          </button>
        </div>
      ))}
      <form onSubmit={add}>
        <label for={id}>a new parameter</label>
        <input
          id={id}
          type="text"
          value={name}
          placeholder="name"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => setName(event.currentTarget.value.trim())}
        />
        <button type="submit" class="plain" disabled={!isNew}>
          Add
        </button>
      </form>
    </div>
  );
}
