/** A labelled control for one number, switch or choice. */
import { useId } from "preact/hooks";
import type { Control, Slider } from "../model/controls.js";
import { power, short } from "./numbers.js";

type Value = number | boolean | string | undefined;

interface Props {
  readonly name: string;
  readonly control: Control;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

const show = (value: number) => (value !== 0 && Math.abs(value) < 0.01 ? power(value) : short(value));

/** Steps of a binary fraction would show as 0.30000000000000004. */
const tidy = (value: number) => Number(value.toPrecision(6));

function SliderField({
  name,
  control,
  value,
  onChange,
}: Omit<Props, "control"> & { readonly control: Slider }) {
  const id = useId();
  const off = value === undefined;
  const number = typeof value === "number" ? value : control.start;
  const place = control.logarithmic ? Math.log10(number) : number;
  const set = (position: number) => onChange(tidy(control.logarithmic ? 10 ** position : position));
  return (
    <div class="field">
      <label for={id}>{name}</label>
      <output for={id}>{off ? "off" : show(number)}</output>
      <input
        id={id}
        type="range"
        min={control.low}
        max={control.high}
        step={control.step}
        value={place}
        disabled={off}
        aria-valuetext={show(number)}
        onInput={(event) => set(event.currentTarget.valueAsNumber)}
      />
      {control.optional && (
        <label class="small">
          <input
            type="checkbox"
            checked={!off}
            onChange={(event) => onChange(event.currentTarget.checked ? control.start : undefined)}
          />
          use {name}
        </label>
      )}
    </div>
  );
}

export function Field({ name, control, value, onChange }: Props) {
  const id = useId();
  if (control.kind === "slider") return <SliderField {...{ name, control, value, onChange }} />;
  if (control.kind === "switch") {
    return (
      <div class="field">
        <label>
          <input
            type="checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.currentTarget.checked)}
          />
          {name}
        </label>
      </div>
    );
  }
  const pick = (text: string) => onChange(control.values.find((one) => String(one) === text));
  return (
    <div class="field">
      <label for={id}>{name}</label>
      <select id={id} value={String(value)} onChange={(event) => pick(event.currentTarget.value)}>
        {control.values.map((one) => (
          <option key={one} value={String(one)}>
            {String(one).replace("-", "−")}
          </option>
        ))}
      </select>
    </div>
  );
}
