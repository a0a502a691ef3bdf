/** The controls of a loss, one under the other. */
import type { Control, Settings } from "../model/controls.js";
import { Field } from "./Field.js";

interface Props {
  /** Of which loss: at another one the controls begin anew. */
  readonly of: string;
  readonly controls: readonly (readonly [string, Control])[];
  readonly values: Settings;
  readonly onChange: (field: string, value: Settings[string]) => void;
}

export function Controls({ of, controls, values, onChange }: Props) {
  return controls.map(([field, control]) => (
    <Field
      key={`${of}.${field}`}
      name={field}
      control={control}
      value={values[field]}
      onChange={(value) => onChange(field, value)}
    />
  ));
}
