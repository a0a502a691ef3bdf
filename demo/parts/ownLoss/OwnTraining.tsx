/** What a loss of one's own does: the same line learned by it and by the usual loss. */

import { useMemo, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { Line } from "../../model/lines/line.js";
import type { Draft } from "../../model/ownLoss/draft.js";
import type { Task } from "../../model/ownLoss/presets.js";
import { lineOf } from "../../training/fitLine.js";
import { pointsOf } from "../../training/ownRegression.js";
import { mistakesOf } from "../../training/refunds.js";
import { Heads } from "../Heads.js";
import { Lesson } from "../Lesson.js";
import { fixed } from "../numbers.js";
import { axisOf, type Data, Plot } from "../Plot.js";
import type { Theme } from "../theme.js";
import { useFits } from "../useFits.js";
import { useTraining } from "../useTraining.js";

const runs = [
  { name: "yours", colour: "loss" },
  { name: "usual", colour: "slope" },
] as const;

const tasks = {
  line: {
    title: "A line that is learned by it",
    usual: "mse",
    prose:
      "Two hundred points along 3x, ten of them 50 too high. A straight line is fitted twice with Adam, by your loss and by mse; each step’s loss, gradient and update stay on the GPU.",
    axes: ["x", ""],
    ends: [0, 4],
    range: [-10, 70],
    shown: (logit: number) => logit,
  },
  refunds: {
    title: "Refunds that are foreseen by it",
    usual: "cross entropy",
    prose:
      "Two hundred orders, a quarter of which came back; the odder, the likelier. A logistic regression is fitted twice with Adam, by your loss and by plain cross entropy. Above one half it calls the order a refund.",
    axes: ["how odd an order is", "foreseen to come back"],
    ends: [-4, 4],
    range: [-0.06, 1.06],
    shown: (logit: number) => 1 / (1 + Math.exp(-logit)),
  },
} as const;

function optionsFor(task: Task) {
  const { axes, ends, range } = tasks[task];
  return (theme: Theme): Omit<uPlot.Options, "width" | "height"> => ({
    scales: { x: { time: false, range: [...ends] }, y: { range: [...range] } },
    legend: { show: false },
    cursor: { show: false },
    axes: [axisOf(theme, axes[0]), axisOf(theme, axes[1], { labelSize: axes[1] ? 22 : 0, size: 40 })],
    series: [
      {},
      { paths: () => null, points: { show: true, size: 5, width: 0, fill: theme.muted } },
      ...runs.map(({ colour }) => ({ stroke: theme[colour], width: 2.5, points: { show: false } })),
    ],
  });
}

/** The points, and the fits at as many places more as make a curve smooth. */
function dataOf(task: Task, lines: readonly (Line | undefined)[]): Data {
  const { ends, shown } = tasks[task];
  const { x, y } = pointsOf(task);
  const [from, to] = ends;
  const grid = Array.from({ length: 81 }, (_, i) => [from + ((to - from) * i) / 80, null] as const);
  const all = [...grid, ...Array.from(x, (at, i) => [at, y[i] ?? null] as const)];
  all.sort(([a], [b]) => a - b);
  const at = all.map(([one]) => one);
  return [
    at,
    all.map(([, one]) => one),
    ...lines.map((line) => at.map((one) => (line ? shown(line.slope * one + line.intercept) : null))),
  ];
}

function Numbers({ task, lines }: { readonly task: Task; readonly lines: readonly (Line | undefined)[] }) {
  const points = useMemo(() => pointsOf(task), [task]);
  const named = (i: number) => (i === 0 ? "your loss" : tasks[task].usual);
  const head = task === "line" ? ["slope", "at x = 4"] : ["missed", "false alarms", "cost at 10 : 1"];
  const cellsOf = (line: Line | undefined): string[] => {
    if (!line) return head.map(() => "–");
    if (task === "line") return [fixed(line.slope), fixed(4 * line.slope + line.intercept)];
    const { missed, falseAlarms } = mistakesOf(line, points);
    return [missed, falseAlarms, 10 * missed + falseAlarms].map(String);
  };
  return (
    <table>
      <Heads of={["learned by", ...head]} />
      <tbody>
        {runs.map(({ name }, i) => (
          <tr key={name} data-fit={name} data-slope={lines[i]?.slope} data-told={cellsOf(lines[i]).join(" ")}>
            <th scope="row">
              <i class={`swatch ${name}`} />
              {named(i)}
            </th>
            {cellsOf(lines[i]).map((cell, at) => (
              <td key={head[at]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function OwnTraining({ draft, task }: { readonly draft: Draft; readonly task: Task }) {
  const own = useMemo(() => ({ ...draft, task }), [draft, task]);
  const { state, start, stop } = useTraining("own", own);
  const [trained, setTrained] = useState<typeof own>();
  // The fits of another task are of other points.
  const seen = trained?.task === task ? state.seen : undefined;
  const lines = useFits(runs, seen, lineOf);
  const data = useMemo(() => dataOf(task, lines), [task, lines]);
  const options = useMemo(() => optionsFor(task), [task]);
  const { title, prose, usual } = tasks[task];
  const isOld = lines[0] !== undefined && trained !== own;
  const begin = () => {
    setTrained(own);
    start();
  };
  return (
    <Lesson
      name="own"
      title={title}
      state={state}
      start={begin}
      stop={stop}
      promise="two fits of 240 steps, 12 to a submit"
      prose={<p>{prose}</p>}
      numbers={
        <>
          <Numbers task={task} lines={lines} />
          {isOld && <p class="quiet">The loss has changed since. Train again to see what that does.</p>}
        </>
      }
    >
      <figure>
        <Plot
          data={data}
          options={options}
          height={360}
          label={`The points, and the fits by your loss and by ${usual}; the table says what came of them`}
        />
      </figure>
    </Lesson>
  );
}
