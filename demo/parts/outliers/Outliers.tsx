/** Points to be dragged about, and five losses' lines that follow them or do not. */
import { useMemo, useState } from "preact/hooks";
import type { Control } from "../../model/controls.js";
import { distanceBetween, type Line } from "../../model/lines/line.js";
import { type FitSettings, lineFits, usual } from "../../model/lines/lineFits.js";
import { withoutOutliers } from "../../model/outliers/cloud.js";
import { presets } from "../../model/outliers/presets.js";
import { sayMoves } from "../../model/outliers/sayMoves.js";
import { useEngineState } from "../engine.js";
import { Field } from "../Field.js";
import { fixed } from "../numbers.js";
import { Presets } from "../Presets.js";
import { LineTable } from "./LineTable.js";
import { PointPlot } from "./PointPlot.js";
import { useCloud } from "./useCloud.js";
import { useFitter } from "./useFitter.js";
import { useLines } from "./useLines.js";

const slider = { kind: "slider", optional: false } as const;
const controls: Readonly<Record<keyof FitSettings, Control>> = {
  delta: { ...slider, low: -1, high: 2, step: 0.05, logarithmic: true, start: usual.delta },
  q: { ...slider, low: 0.05, high: 0.95, step: 0.05, logarithmic: false, start: usual.q },
};

export function Outliers() {
  const engine = useEngineState();
  const { preset, original, cloud, chosen, news, choosePreset, move, choose, reset } = useCloud();
  const [settings, setSettings] = useState(usual);
  const set = (name: keyof FitSettings) => (value: unknown) =>
    setSettings((before) => ({ ...before, [name]: Number(value) }));

  const fitter = useFitter();
  const near = useMemo(() => withoutOutliers(original), [original]);
  const { lines, settled, trouble } = useLines(fitter, cloud, settings);
  const alone = useLines(fitter, near, settings);

  const names = useMemo(() => lineFits(settings).map(({ name }) => name), [settings]);
  const moved = lines.map((line, i) => distanceBetween(line, alone.lines[i] as Line, preset.x.range));
  const allSettled = settled && alone.settled;
  const show = (distance: number) => `${fixed(distance)}${preset.unit && ` ${preset.unit}`}`;
  const said = sayMoves(
    names.map((name, i) => ({ name, moved: moved[i] ?? 0 })),
    show,
  );
  const isMoved = cloud !== original;
  const count = cloud.far.filter(Boolean).length;
  const told = names.map((name, i) => `${name} ${fixed(lines[i]?.slope ?? 0)}`).join(", ");

  return (
    <section aria-label="Points and lines">
      <Presets
        label="Points to begin with"
        presets={presets}
        isChosen={(one) => one.title === preset.title}
        onChoose={choosePreset}
      />
      <div class="split">
        <div class="prose">
          <p>{preset.story}</p>
          <p class="seen" role="status" data-seen={allSettled}>
            {trouble ?? (news || (allSettled ? said : "The lines are settling."))}
          </p>
          <LineTable
            caption={`Moved: how far a line is, at most, from its fit without the outliers${preset.unit && `, in ${preset.unit}`}`}
            names={names}
            lines={lines}
            moved={moved}
            settled={allSettled}
          />
          <div class="fields">
            <Field
              name="huber’s delta"
              control={controls.delta}
              value={settings.delta}
              onChange={set("delta")}
            />
            <Field name="the quantile’s level" control={controls.q} value={settings.q} onChange={set("q")} />
          </div>
          <button type="button" class="plain" onClick={reset} disabled={!isMoved}>
            Put the points back
          </button>
        </div>
        <figure class="drag">
          <PointPlot
            cloud={cloud}
            axes={preset}
            names={names}
            lines={lines}
            before={alone.lines}
            chosen={chosen}
            onChoose={choose}
            onMove={move}
            invitation={isMoved ? undefined : "drag this one, or another"}
            label={`${cloud.x.length} points, ${count} of them outliers, and the line of each loss; their slopes: ${told}`}
          />
          <figcaption>
            Dashed: each line without the outliers. At every step{" "}
            {engine.status === "ready" ? "the GPU" : "the reference, on the CPU,"} says how each loss slopes
            at every point, and the lines follow. By keyboard: Tab to the ringed point, arrow keys move it,
            with Shift ten times as far; Page Up and Page Down choose another.
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
