/** What is wanted of the pictures held out, over the steps: three metrics, and behind them those of the run before. */
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { Key } from "../Key.js";
import { percent } from "../numbers.js";
import { axisOf, type Data, Plot } from "../Plot.js";
import type { Theme } from "../theme.js";
import { metricNames } from "./metricNames.js";
import type { Run } from "./useClassifier.js";

/** Below it is nothing worth seeing. */
const lowest = 0.4;

function optionsFor(steps: number) {
  return (theme: Theme): Omit<uPlot.Options, "width" | "height"> => {
    const curves = metricNames.map(({ colour }) => ({
      stroke: theme[colour],
      width: 2,
      points: { show: false },
    }));
    return {
      scales: { x: { time: false, range: [0, steps] }, y: { range: [lowest, 1] } },
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      axes: [
        axisOf(theme, "step"),
        axisOf(theme, "", {
          labelSize: 0,
          size: 52,
          values: (_, shown) => shown.map((share) => percent(share, 0)),
        }),
      ],
      series: [{}, ...curves.map((curve) => ({ ...curve, alpha: 0.35 })), ...curves],
    };
  };
}

interface Props {
  readonly run: Run | undefined;
  readonly before: Run | undefined;
  readonly steps: number;
}

export function MetricCurves({ run, before, steps }: Props) {
  const options = useMemo(() => optionsFor(steps), [steps]);
  const data = useMemo((): Data => {
    const runs = [before?.looks ?? [], run?.looks ?? []];
    const [longest = []] = runs.toSorted((a, b) => b.length - a.length);
    const curves = runs.flatMap((looks) =>
      metricNames.map(({ name }) => longest.map((_, i) => looks[i]?.[name] ?? null)),
    );
    return [longest.map(({ step }) => step), ...curves];
  }, [run, before]);
  const now = run?.looks.at(-1);
  const told = now
    ? metricNames.map(({ name, title }) => `${title} ${percent(now[name])}`).join(", ")
    : "nothing yet";
  return (
    <figure>
      <Key curves={metricNames} />
      <Plot
        data={data}
        options={options}
        height={340}
        label={`Metrics of the pictures held out, over the steps; now: ${told}`}
      />
      <figcaption>The metrics, on pictures that it does not learn from.</figcaption>
    </figure>
  );
}
