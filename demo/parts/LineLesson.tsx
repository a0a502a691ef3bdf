/** Points along a line, ten of them far off: the squared error follows them, Huber's does not. */
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import type { Line } from "../model/lines/line.js";
import { alongLine, isFar, truth } from "../training/data.js";
import { lineOf } from "../training/fitLine.js";
import { FitTable } from "./FitTable.js";
import { Lesson } from "./Lesson.js";
import { type Curve, LossCurves } from "./LossCurves.js";
import { fixed } from "./numbers.js";
import { axisOf, type Data, Plot, words } from "./Plot.js";
import type { Theme } from "./theme.js";
import { useFits } from "./useFits.js";
import { useTraining } from "./useTraining.js";

const curves: readonly Curve[] = [
  { name: "mse", colour: "mse" },
  { name: "huber", colour: "huber" },
];
const titles = { mse: "linear regression (mse)", huber: "Huber regression" };
const levels = [1, 10, 100, 1000];
const far = 10;
const right = 4;

function optionsFor(theme: Theme): Omit<uPlot.Options, "width" | "height"> {
  const points = { paths: () => null };
  return {
    scales: { x: { time: false, range: [0, right] }, y: { range: [-10, 70] } },
    padding: [8, 52, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [axisOf(theme, "x"), axisOf(theme, "", { labelSize: 0, size: 40 })],
    series: [
      {},
      { ...points, points: { show: true, size: 4, width: 0, fill: theme.muted } },
      { ...points, points: { show: true, size: 9, width: 1.5, stroke: theme.ink, fill: theme.paper } },
      ...curves.map(({ colour }) => ({ stroke: theme[colour], width: 2.5, points: { show: false } })),
    ],
    hooks: { draw: [nameLines(theme)] },
  };
}

/** The names of the lines at their right ends. */
function nameLines(theme: Theme) {
  return (plot: uPlot) => {
    for (const [i, { name, colour }] of curves.entries()) {
      const y = plot.data[i + 3]?.at(-1);
      if (typeof y !== "number") continue;
      const { left, width } = plot.bbox;
      words(plot, name, {
        x: left + width + 6 * devicePixelRatio,
        y: plot.valToPos(y, "y", true) + 4 * devicePixelRatio,
        colour: theme[colour],
      });
    }
  };
}

/** The points between both ends of the lines. */
function dataOf(lines: readonly (Line | undefined)[]): Data {
  const { x, y } = alongLine(200, far);
  const fars = Array.from(x, (_, i) => isFar(x.length - 1 - i, far));
  const all = [0, ...x, right];
  const between = (values: readonly (number | null)[]) => [null, ...values, null];
  return [
    all,
    between(Array.from(y, (one, i) => (fars[i] ? null : one))),
    between(Array.from(y, (one, i) => (fars[i] ? one : null))),
    ...lines.map((line) => all.map((at) => (line ? line.slope * at + line.intercept : null))),
  ] as Data;
}

export function LineLesson() {
  const { state, start, stop } = useTraining("line");
  const { seen } = state;
  const lines = useFits(curves, seen, lineOf);
  const data = useMemo(() => dataOf(lines), [lines]);
  const told = curves
    .map(({ name }, i) => `${name} ${lines[i] ? fixed(lines[i].slope) : "not yet"}`)
    .join(", ");
  return (
    <Lesson
      name="line"
      title="Ten points out of two hundred, and the line that follows them"
      state={state}
      start={start}
      stop={stop}
      promise="two regressions of 400 steps, 8 to a submit"
      prose={
        <p>
          The points lie along 3x, but ten at the right are 50 too high. Linear regression weighs each miss by
          its square and turns towards them. Huber regression stops counting beyond a miss of 1: each outlier
          pulls no harder than a point that is a little off.
        </p>
      }
      numbers={
        <FitTable
          caption={`Slope of the line; ${truth.slope} is true`}
          curves={curves}
          titles={titles}
          of="slope"
          figures={lines.map((line) => line?.slope)}
          show={fixed}
        />
      }
    >
      <figure>
        <Plot
          data={data}
          options={optionsFor}
          height={380}
          label={`Points along 3x, ten of them 50 higher, and the fitted lines; their slopes: ${told}`}
        />
      </figure>
      <LossCurves curves={curves} seen={seen} steps={400} levels={levels} />
    </Lesson>
  );
}
