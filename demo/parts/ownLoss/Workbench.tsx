/** The editor with its parameters, beside what they make; below it what is learned with that. */

import { useMemo, useRef, useState } from "preact/hooks";
import { type Control, slider } from "../../model/controls.js";
import { type Draft, lossOf, programOf } from "../../model/ownLoss/draft.js";
import { type Preset, presets, type Range } from "../../model/ownLoss/presets.js";
import { sentence } from "../engine.js";
import { Field } from "../Field.js";
import { Presets } from "../Presets.js";
import { Editor } from "./Editor.js";
import { OwnCurves } from "./OwnCurves.js";
import { OwnTraining } from "./OwnTraining.js";
import { Parameters } from "./Parameters.js";

interface Sheet extends Draft {
  readonly preset: Preset;
  readonly ranges: Readonly<Record<string, Range>>;
}

const startsOf = (ranges: Sheet["ranges"]) =>
  Object.fromEntries(Object.entries(ranges).map(([name, { start }]) => [name, start]));

const sheetOf = (preset: Preset): Sheet => ({
  preset,
  wgsl: preset.wgsl,
  ranges: preset.params,
  params: startsOf(preset.params),
});

/** All but one of the entries. */
const without = <T,>(record: Readonly<Record<string, T>>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));

const targets: Readonly<Record<Preset["task"], Control>> = {
  refunds: { kind: "choice", values: [1, 0], start: 1 },
  line: slider(-3, 3, 0),
};

/** A draft whose text makes a loss: this one, or the last that did; and what is wrong with this one. */
function useGood({ wgsl, params }: Draft, first: Draft): { good: Draft; fault: string | undefined } {
  const last = useRef(first);
  const draft = useMemo(() => ({ wgsl, params }), [wgsl, params]);
  const fault = useMemo(() => {
    try {
      lossOf(draft);
      return undefined;
    } catch (error) {
      return sentence(error);
    }
  }, [draft]);
  if (fault === undefined) last.current = draft;
  return { good: last.current, fault };
}

export function Workbench() {
  const [first] = useState(() => sheetOf(presets[0]));
  const [sheet, setSheet] = useState(first);
  const [target, setTarget] = useState<number>();
  const { preset, wgsl, ranges, params } = sheet;
  const { good, fault } = useGood(sheet, first);
  const change = (more: Partial<Sheet>) => setSheet({ ...sheet, ...more });
  const choose = (next: Preset) => {
    setSheet(sheetOf(next));
    setTarget(undefined);
  };
  const control = targets[preset.task];
  const at = target ?? Number(control.start);
  return (
    <>
      <section aria-labelledby="write" data-fault={fault !== undefined}>
        <h2 id="write">Write it, and see its slope</h2>
        <Presets
          label="losses to begin with"
          presets={presets}
          isChosen={(one) => one === preset}
          onChoose={choose}
        />
        <div class="bench">
          <div>
            <p>{preset.says}</p>
            <Editor
              label="the loss of one element, in WGSL"
              value={wgsl}
              onChange={(text) => change({ wgsl: text })}
              fault={fault}
            />
            <Parameters
              ranges={ranges}
              params={params}
              onMove={(name, value) => change({ params: { ...params, [name]: value } })}
              onAdd={(name, range) =>
                change({ ranges: { ...ranges, [name]: range }, params: { ...params, [name]: range.start } })
              }
              onRemove={(name) => change({ ranges: without(ranges, name), params: without(params, name) })}
            />
          </div>
          <div>
            <OwnCurves draft={good} target={at} stale={fault !== undefined} />
            <Field
              key={preset.task}
              name="drawn for a target of"
              control={control}
              value={at}
              onChange={(value) => setTarget(Number(value))}
            />
          </div>
        </div>
      </section>
      <OwnTraining draft={good} task={preset.task} />
      <section aria-labelledby="take">
        <h2 id="take">Take it with you</h2>
        <pre class="program">
          <code>{programOf(good)}</code>
        </pre>
        <p class="quiet after">
          It runs wherever an elementwise loss runs: any shape and reduction, weights, 16-bit storage,
          compiled into a training step. Its parameters stay numbers that may change from step to step.
        </p>
      </section>
    </>
  );
}
