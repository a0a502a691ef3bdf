/** What an address says of a loss, sorted: parameters of the loss, and places of what else is drawn. */
import type { LossInfo } from "fusedloss";
import type { Address } from "./address.js";
import { combinators } from "./catalogue.js";
import { type Control, controlsOf, type Settings, startsOf } from "./controls.js";
import { knobsOf } from "./scene.js";

/** Whether a control could have been moved there. */
function fits(control: Control, value: unknown): boolean {
  if (control.kind === "choice") return control.values.some((one) => one === value);
  return typeof value === (control.kind === "switch" ? "boolean" : "number");
}

export interface Sorted {
  readonly controls: readonly (readonly [string, Control])[];
  readonly knobs: readonly (readonly [string, Control])[];
  /** The parameters as the address has them, whatever they are: the loss judges them. */
  readonly asked: Address["settings"];
  /** Those and the controls' starts. */
  readonly params: Settings;
  readonly places: Settings;
}

export function settingsOf(info: LossInfo, settings: Address["settings"]): Sorted {
  // A combinator’s example is made as it stands.
  const controls = combinators.includes(info) ? [] : controlsOf(info);
  const knobs = knobsOf(info);
  const isKnob = (name: string) => knobs.some(([knob]) => knob === name);
  const asked = Object.fromEntries(Object.entries(settings).filter(([name]) => !isKnob(name)));
  const placed = knobs.flatMap(([name, control]) =>
    fits(control, settings[name]) ? [[name, settings[name]]] : [],
  );
  return {
    controls,
    knobs,
    asked,
    params: { ...startsOf(controls), ...asked } as Settings,
    places: { ...startsOf(knobs), ...Object.fromEntries(placed) },
  };
}
