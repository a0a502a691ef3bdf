/** Two clouds and the borders between them: logistic regression and a support vector machine. */
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { twoClouds } from "../training/data.js";
import { type Border, borderOf, shareRight } from "../training/separate.js";
import { FitTable } from "./FitTable.js";
import { Lesson } from "./Lesson.js";
import { type Curve, LossCurves } from "./LossCurves.js";
import { percent } from "./numbers.js";
import { axisOf, type Data, Plot } from "./Plot.js";
import type { Theme } from "./theme.js";
import { useFits } from "./useFits.js";
import { useTraining } from "./useTraining.js";

const curves: readonly Curve[] = [
  { name: "logistic", colour: "quantile" },
  { name: "svm", colour: "huber" },
];
const titles: Readonly<Record<string, string>> = {
  logistic: "logistic regression",
  svm: "support vector machine",
};
const levels = [0.1, 0.2, 0.5, 1];
const ends = [-4, 5] as const;

const clouds = twoClouds(200);

function optionsFor(theme: Theme): Omit<uPlot.Options, "width" | "height"> {
  const points = { paths: () => null };
  return {
    scales: { x: { time: false, range: [...ends] }, y: { range: [-4, 5] } },
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [axisOf(theme, "first feature"), axisOf(theme, "second feature", { labelSize: 20, size: 34 })],
    series: [
      {},
      { ...points, points: { show: true, size: 7, width: 1.5, stroke: theme.slope, fill: theme.paper } },
      { ...points, points: { show: true, size: 6, width: 0, fill: theme.loss } },
      ...curves.map(({ colour }, i) => ({
        stroke: theme[colour],
        width: 2.5,
        points: { show: false },
        ...(i > 0 ? { dash: [8, 5] } : {}),
      })),
    ],
  };
}

/** Class 0, class 1 and both borders over the first feature, from one end to the other. */
function dataOf(borders: readonly (Border | undefined)[]): Data {
  const rows = Array.from(clouds.classes, (one, i) => ({
    x: clouds.features[2 * i] as number,
    y: clouds.features[2 * i + 1] as number,
    one,
  }));
  const all = [
    { x: ends[0], y: null, one: -1 },
    ...rows.sort((a, b) => a.x - b.x),
    { x: ends[1], y: null, one: -1 },
  ];
  return [
    all.map(({ x }) => x),
    ...[0, 1].map((one) => all.map((row) => (row.one === one ? row.y : null))),
    ...borders.map((border) =>
      all.map(({ x }) => (border?.b ? -(border.a * x + border.c) / border.b : null)),
    ),
  ] as Data;
}

export function CloudLesson() {
  const { state, start, stop } = useTraining("clouds");
  const { seen } = state;
  const borders = useFits(curves, seen, borderOf);
  const data = useMemo(() => dataOf(borders), [borders]);
  const shares = borders.map((border) => (border ? shareRight(border, clouds) : undefined));
  const told = curves
    .map(({ name }, i) => `${titles[name]} ${shares[i] === undefined ? "not yet" : percent(shares[i])}`)
    .join(", ");
  return (
    <Lesson
      name="clouds"
      title="Two clouds, and two ways to draw the border"
      state={state}
      start={start}
      stop={stop}
      promise="two classifiers of 300 steps, 6 to a submit"
      prose={
        <p>
          Logistic regression asks how likely each point’s class is, and every point has a say. The support
          vector machine is the hinge loss with a little of the squared weights: points well on their own side
          cost nothing, so only those near the border hold it. One is a loss, the other a weighted sum of two.
        </p>
      }
      numbers={
        <FitTable
          caption="Points on their own side"
          curves={curves}
          titles={titles}
          of="accuracy"
          figures={shares}
          show={percent}
        />
      }
    >
      <figure>
        <Plot
          data={data}
          options={optionsFor}
          height={380}
          label={`Two clouds of a hundred points each, and the borders drawn between them; on their own side: ${told}`}
        />
        <figcaption>Rings are class 0, dots class 1; the dashed border is the machine’s.</figcaption>
      </figure>
      <LossCurves curves={curves} seen={seen} steps={300} levels={levels} />
    </Lesson>
  );
}
