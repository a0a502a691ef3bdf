/** What training brings: the loss of every step, and the notes that are wrong in tunes held out. */
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import type { Teacher } from "../../model/sequences/alignment.js";
import type { Look } from "../../training/listener/listen.js";
import { percent } from "../numbers.js";
import { axisOf, type Data, Plot, type PlotOptions } from "../Plot.js";
import type { Theme } from "../theme.js";

interface Scale {
  readonly title: string;
  readonly colour: keyof Theme;
  /** The lines across; the first and the last are the ends. */
  readonly levels: readonly number[];
  readonly logarithmic: boolean;
  readonly words: (level: number) => string;
}

const scales: Readonly<Record<"loss" | "errors", Scale>> = {
  loss: { title: "loss", colour: "loss", levels: [0.01, 0.1, 1, 10, 100], logarithmic: true, words: String },
  errors: {
    title: "notes wrong",
    colour: "quantile",
    levels: [0, 0.25, 0.5, 0.75, 1],
    logarithmic: false,
    words: (level) => percent(level, 0),
  },
};

function optionsFor({ title, colour, levels, logarithmic, words }: Scale, steps: number): PlotOptions {
  return (theme): Omit<uPlot.Options, "width" | "height"> => ({
    scales: {
      x: { time: false, range: [0, steps] },
      y: { distr: logarithmic ? 3 : 1, range: [levels[0] ?? 0, levels.at(-1) ?? 1] },
    },
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [
      axisOf(theme, "step"),
      axisOf(theme, title, {
        labelSize: 20,
        size: 44,
        splits: () => [...levels],
        filter: (_, shown) => shown,
        values: (_, shown) => shown.map(words),
      }),
    ],
    series: [{}, { stroke: theme[colour], width: 2, points: { show: false } }],
  });
}

interface Props {
  readonly looks: readonly Look[];
  readonly steps: number;
  readonly teacher: Teacher;
}

export function Curves({ looks, steps, teacher }: Props) {
  const options = useMemo(
    () => ({ loss: optionsFor(scales.loss, steps), errors: optionsFor(scales.errors, steps) }),
    [steps],
  );
  const [losses, errors] = useMemo((): [Data, Data] => {
    const all = looks.flatMap((look) => [...look.losses]);
    const rates = looks.map(({ errorRate }) => Math.min(1, errorRate));
    return [
      [all.map((_, step) => step), all],
      [looks.map(({ step }) => step), rates],
    ];
  }, [looks]);
  const last = looks.at(-1);
  const loss = last?.losses.at(-1)?.toPrecision(3) ?? "not yet trained";
  const rate = last ? percent(last.errorRate) : "not yet known";
  return (
    <figure class="curves">
      <Plot
        data={losses}
        options={options.loss}
        height={170}
        label={`The loss of every step; now: ${loss}`}
      />
      <Plot
        data={errors}
        options={options.errors}
        height={170}
        label={`Notes wrong in tunes held out; now: ${rate}`}
      />
      <figcaption>
        First the loss of each step’s 8 new tunes, per {teacher === "ctc" ? "note" : "frame"}. Then what it is
        for: edits that would put the reading of 24 tunes held out right, by their notes.
      </figcaption>
    </figure>
  );
}
