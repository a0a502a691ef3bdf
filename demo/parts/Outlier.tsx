/** One point far off, to be dragged about: which lines follow it? */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { Control } from "../model/controls.js";
import { type Line, lineFits, type Points, scatter, settle } from "../model/line.js";
import { useEngineState } from "./engine.js";
import { Field } from "./Field.js";
import { fixed } from "./numbers.js";
import { axisOf, type Data, Plot, words } from "./Plot.js";
import { colourOf, type Theme } from "./theme.js";

interface Spot {
  readonly x: number;
  readonly y: number;
}

const ends = { x: [0, 4], y: [-20, 16] } as const;
const start: Spot = { x: 3.6, y: -16 };
const inside = (value: number, [low, high]: readonly [number, number]) =>
  Math.min(high, Math.max(low, value));

function slider(key: "x" | "y"): Control {
  const [low, high] = ends[key];
  return {
    kind: "slider",
    low,
    high,
    step: (high - low) / 120,
    logarithmic: false,
    optional: false,
    start: start[key],
  };
}

function withOutlier({ x, y }: Points, spot: Spot): Points {
  return { x: Float32Array.of(...x, spot.x), y: Float32Array.of(...y, spot.y) };
}

/** The x of all points, both ends, and the outlier's own: one row each for points, outlier and lines. */
function dataOf(points: Points, spot: Spot, lines: readonly Line[]): Data {
  const order = Array.from(points.x, (_, i) => i).sort((a, b) => (points.x[a] ?? 0) - (points.x[b] ?? 0));
  const rows = [
    { x: ends.x[0], y: null, far: null },
    ...order.map((i) => ({ x: points.x[i] ?? 0, y: points.y[i] ?? 0, far: null })),
    { x: ends.x[1], y: null, far: null },
  ];
  const at = rows.findIndex(({ x }) => x >= spot.x);
  const all = rows.toSpliced(at < 0 ? rows.length : at, 0, { x: spot.x, y: null, far: spot.y } as never);
  return [
    all.map(({ x }) => x),
    all.map(({ y }) => y),
    ...lines.map(({ slope, intercept }) => all.map(({ x }) => slope * x + intercept)),
    all.map(({ far }) => far),
  ];
}

function optionsFor(theme: Theme): Omit<uPlot.Options, "width" | "height"> {
  const noLine = { paths: () => null };
  return {
    scales: { x: { time: false, range: [...ends.x] }, y: { range: [...ends.y] } },
    padding: [8, 84, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [axisOf(theme, "x"), axisOf(theme, "", { labelSize: 0, size: 40 })],
    series: [
      {},
      { ...noLine, points: { show: true, size: 4, width: 0, fill: theme.muted } },
      ...lineFits.map(({ name }) => ({ stroke: colourOf(theme, name), width: 2.5, points: { show: false } })),
      { ...noLine, points: { show: true, size: 15, width: 2, stroke: theme.ink, fill: theme.paper } },
    ],
    hooks: { draw: [labelLines(theme), invite(theme)] },
  };
}

/** The names at the right ends of the lines, pushed apart where the lines meet. */
function labelLines(theme: Theme) {
  return (plot: uPlot) => {
    const line = 15 * devicePixelRatio;
    const { left, width } = plot.bbox;
    const labels = lineFits
      .map(({ name }, i) => ({ name, y: plot.valToPos(Number(plot.data[i + 2]?.at(-1) ?? 0), "y", true) }))
      .sort((a, b) => a.y - b.y);
    labels.forEach((label, i) => {
      const before = labels[i - 1];
      if (before) label.y = Math.max(label.y, before.y + line);
    });
    for (const { name, y } of labels) {
      const place = { x: left + width + 8 * devicePixelRatio, y: y + 4 * devicePixelRatio };
      words(plot, name, { ...place, colour: colourOf(theme, name) });
    }
  };
}

/** A word beside the outlier, until somebody has followed it. */
function invite(theme: Theme) {
  return (plot: uPlot) => {
    const spot = spotIn(plot);
    if (spot?.x !== start.x || spot.y !== start.y) return;
    const gap = 16 * devicePixelRatio;
    const place = {
      x: plot.valToPos(spot.x, "x", true) - gap,
      y: plot.valToPos(spot.y, "y", true) + gap / 4,
    };
    words(plot, "drag this one", { ...place, colour: theme.muted, align: "right" });
  };
}

/** Where the outlier is in the plot's data. */
function spotIn(plot: uPlot): Spot | undefined {
  const i = plot.data.at(-1)?.findIndex((y) => y !== null) ?? -1;
  const [x, y] = [plot.data[0]?.[i], plot.data.at(-1)?.[i]];
  return x === undefined || y === undefined || y === null ? undefined : { x, y };
}

/**
 * Lets a pointer take the outlier: a mouse from anywhere in the plot, a finger by a handle that follows the
 * outlier, so that elsewhere a finger still scrolls the page.
 */
function draggable(move: (spot: Spot) => void) {
  return (plot: uPlot) => {
    const { over } = plot;
    const handle = document.createElement("div");
    handle.className = "handle";
    over.append(handle);
    const follow = () => {
      const spot = spotIn(plot);
      if (!spot) return;
      handle.style.left = `${plot.valToPos(spot.x, "x")}px`;
      handle.style.top = `${plot.valToPos(spot.y, "y")}px`;
    };
    plot.hooks.draw?.push(follow);
    follow();
    let held: number | undefined;
    const to = ({ clientX, clientY }: PointerEvent) => {
      const { left, top } = over.getBoundingClientRect();
      move({
        x: inside(plot.posToVal(clientX - left, "x"), ends.x),
        y: inside(plot.posToVal(clientY - top, "y"), ends.y),
      });
    };
    const events = {
      pointerdown(event: PointerEvent) {
        if (event.pointerType !== "mouse" && event.target !== handle) return;
        held = event.pointerId;
        over.setPointerCapture(held);
        event.preventDefault();
        to(event);
      },
      pointermove: (event: PointerEvent) => event.pointerId === held && to(event),
      lostpointercapture() {
        held = undefined;
      },
    };
    const listeners = Object.entries(events) as [string, EventListener][];
    for (const [name, listener] of listeners) over.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) over.removeEventListener(name, listener);
    };
  };
}

export function Outlier() {
  const state = useEngineState();
  const engine = state.status === "ready" ? state.engine : undefined;
  const waits = state.status === "starting";
  const points = useMemo(scatter, []);
  const [spot, setSpot] = useState(start);
  const [lines, setLines] = useState<readonly Line[]>(() => lineFits.map(() => ({ slope: 0, intercept: 0 })));
  const [settled, setSettled] = useState(false);
  const latest = useRef(lines);
  latest.current = lines;

  useEffect(() => {
    if (waits) return;
    let isCurrent = true;
    setSettled(false);
    const steer = { current: () => isCurrent, show: setLines };
    settle(engine, withOutlier(points, spot), latest.current, steer).then(
      () => isCurrent && setSettled(true),
      () => undefined, // A lost device: the page says so elsewhere.
    );
    return () => {
      isCurrent = false;
    };
  }, [engine, waits, points, spot]);

  const data = useMemo(() => dataOf(points, spot, lines), [points, spot, lines]);
  const onMake = useCallback(draggable(setSpot), []);
  const place = (key: "x" | "y") => (value: unknown) =>
    setSpot((before) => ({ ...before, [key]: Number(value) }));

  return (
    <section aria-labelledby="outlier">
      <h2 id="outlier">One outlier bends MSE, but not Huber</h2>
      <div class="split">
        <div class="prose">
          <p>
            Two hundred points lie along 3x. One does not. Drag it: a squared error gives it a slope that
            grows with its distance, so the line follows; the slopes of Huber, of log-cosh and of the absolute
            error stop growing. The quantile loss has nine of ten points below its line.
          </p>
          <div class="fields">
            <Field name="outlier’s x" control={slider("x")} value={spot.x} onChange={place("x")} />
            <Field name="outlier’s y" control={slider("y")} value={spot.y} onChange={place("y")} />
          </div>
          <table data-settled={settled}>
            <caption>Slope of the fitted line; 3 is true</caption>
            <tbody>
              {lineFits.map(({ name }, i) => (
                <tr key={name} data-line={name} data-slope={lines[i]?.slope}>
                  <th scope="row">
                    <i class={`swatch ${name.split(" ")[0]}`} />
                    {name}
                  </th>
                  <td>{fixed(lines[i]?.slope ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <figure class="drag">
          <Plot
            data={data}
            options={optionsFor}
            height={440}
            label={`Points along 3x, one outlier, and the lines fitted by ${lineFits.map(({ name }) => name).join(", ")}`}
            onMake={onMake}
          />
          <figcaption>
            Gradient descent, {engine ? "each step’s slopes from the GPU" : "by the reference"}; the lines
            settle as you watch.
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
