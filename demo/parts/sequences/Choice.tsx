/** One of a few, each with a word to it. */
import { useId } from "preact/hooks";

interface Props<T extends string> {
  readonly title: string;
  readonly options: readonly { readonly value: T; readonly title: string; readonly says?: string }[];
  readonly value: T;
  readonly disabled?: boolean;
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string>({ title, options, value, disabled = false, onChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset class="choice" disabled={disabled}>
      <legend>{title}</legend>
      {options.map((one) => (
        <label key={one.value}>
          <input
            type="radio"
            name={name}
            value={one.value}
            checked={one.value === value}
            onChange={() => onChange(one.value)}
          />
          <span>
            {one.title}
            {one.says && <small>{one.says}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
