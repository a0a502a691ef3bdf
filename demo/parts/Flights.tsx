/** Three million delays, one number: each loss finds another one, live. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { fits } from "../jobs/fit.js";
import type { Exact, Histogram } from "../worker.js";
import { useEngineState } from "./engine.js";
import { Heads } from "./Heads.js";
import { count, fixed } from "./numbers.js";
import { axisOf, type Data, levelLine, Plot, words } from "./Plot.js";
import { colourOf, type Theme } from "./theme.js";
import type { FlightsState } from "./useFlights.js";

const statistics = { mean: "mean", median: "median", p90: "90th percentile" } as const;
const inShort = { mean: "mean", median: "median", p90: "p90" } as const;
const shown = { low: -30, high: 60 };
const inside = (minutes: number) => Math.min(shown.high, Math.max(shown.low, minutes));
/** Steps that the axis has from the beginning, so that it need not jump at each of them. */
const usualSteps = 44;

/** A silhouette that grows from the right edge: how many flights had each delay, on the plot's own axis. */
function drawHistogram(plot: uPlot, { first, counts }: Histogram, colour: string): void {
  const { ctx, bbox } = plot;
  const right = bbox.left + bbox.width;
  const most = Math.max(...counts);
  const y = (minutes: number) => plot.valToPos(inside(minutes), "y", true);
  ctx.save();
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.moveTo(right, y(shown.low));
  counts.forEach((flights, i) => {
    const minutes = first + i;
    if (minutes < shown.low || minutes > shown.high) return;
    const x = right - (0.3 * bbox.width * flights) / most;
    ctx.lineTo(x, y(minutes - 0.5));
    ctx.lineTo(x, y(minutes + 0.5));
  });
  ctx.lineTo(right, y(shown.high));
  ctx.fill();
  ctx.restore();
}

function drawExact(plot: uPlot, exact: Exact, theme: Theme): void {
  for (const [key, name] of Object.entries(statistics)) {
    const value = exact[key as keyof Exact];
    levelLine(plot, "y", value, theme.ink, [5, 4]);
    const { left, width } = plot.bbox;
    const x = left + width - 6 * devicePixelRatio;
    const y = plot.valToPos(value, "y", true) - 6 * devicePixelRatio;
    words(plot, `${name} ${fixed(value, key === "mean" ? 2 : 0)}`, {
      x,
      y,
      colour: theme.ink,
      align: "right",
    });
  }
}

function optionsFor(exact: Exact | undefined, histogram: Histogram | undefined) {
  return (theme: Theme): Omit<uPlot.Options, "width" | "height"> => ({
    scales: {
      x: { time: false, range: (_, __, high) => [0, Math.max(usualSteps, high)] },
      y: { range: [shown.low, shown.high] },
    },
    legend: { show: false },
    cursor: { show: false },
    axes: [axisOf(theme, "step"), axisOf(theme, "minutes late", { labelSize: 20, size: 36 })],
    series: [
      {},
      ...fits.map(({ name }) => ({ stroke: colourOf(theme, name), width: 2.5, points: { show: false } })),
    ],
    hooks: {
      drawAxes: [
        (plot) => {
          if (histogram) drawHistogram(plot, histogram, theme.wash);
          if (exact) drawExact(plot, exact, theme);
        },
      ],
    },
  });
}

function dataOf(paths: FlightsState["paths"]): Data {
  const lists = fits.map(({ name }) => paths[name] ?? []);
  const steps = Math.max(...lists.map(({ length }) => length));
  // A fit that rests keeps its number, so its line goes on.
  const lines = lists.map((list) => Array.from({ length: steps }, (_, i) => list[i] ?? list.at(-1) ?? null));
  return [Array.from({ length: steps }, (_, i) => i), ...lines];
}

function Numbers({ paths, exact }: FlightsState) {
  return (
    <table>
      <caption>The number each loss finds, in minutes</caption>
      <Heads of={["loss", "fitted", "by sorting"]} />
      <tbody>
        {fits.map(({ name, landsOn }) => (
          <tr key={name} data-fit={name} data-value={paths[name]?.at(-1)}>
            <th scope="row">
              <i class={`swatch ${name.split(" ")[0]}`} />
              {name}
            </th>
            <td>{fixed(paths[name]?.at(-1) ?? 0)}</td>
            <td class="quiet">
              {landsOn ? `${inShort[landsOn]}${exact ? ` ${fixed(exact[landsOn])}` : ""}` : "between the two"}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Starts by itself when it comes into view, unless that would cost a visitor data or a slow machine its calm. */
function useStartInView(wanted: boolean, start: () => void) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element || !wanted) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && start(), {
      threshold: 0.35,
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [wanted, start]);
  return place;
}

const savesData = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

interface Props {
  readonly state: FlightsState;
  readonly start: () => void;
  readonly stop: () => void;
}

export function Flights({ state, start, stop }: Props) {
  const engine = useEngineState();
  const canRun = engine.status === "ready";
  const software = canRun && engine.engine.info.software;
  const { status, text, share, paths, exact, histogram, fitSeconds, flights, landed } = state;
  const place = useStartInView(canRun && !software && status === "idle" && !savesData(), start);
  const data = useMemo(() => dataOf(paths), [paths]);
  const options = useMemo(() => optionsFor(exact, histogram), [exact, histogram]);

  return (
    <section aria-labelledby="flights" ref={place}>
      <h2 id="flights">Three million flights, and one number for all of them</h2>
      <div class="split">
        <div class="prose">
          <p>
            How late is a flight? If you may name one number, the loss decides which. The squared error wants
            the mean, the absolute error the median, the 0.9 quantile loss what only one flight in ten
            exceeds. Gradient descent finds each on the GPU; sorting finds them on its own.
          </p>
          <p class="run">
            <button
              type="button"
              class="action"
              onClick={status === "working" ? stop : start}
              disabled={!canRun}
            >
              {status === "idle" ? "Fit them on this device" : status === "working" ? "Stop" : "Run again"}
            </button>
            <span class="quiet" role="status" data-flights={status}>
              {status === "idle"
                ? `13.5 MB of real delays${software ? "; in software about half a minute" : ""}`
                : text}
            </span>
            {status === "working" && <progress aria-label="progress" max={1} value={share} />}
          </p>
          <Numbers {...state} />
        </div>
        <figure>
          <Plot
            data={data}
            options={options}
            height={440}
            label="The fitted number after each step, by loss, with mean, median and 90th percentile of the delays"
          />
          <figcaption>
            {fitSeconds
              ? `Five losses over ${count(flights)} delays, every step of all five in one submit: ${fitSeconds.toFixed(1)} s${landed ? ", each within half a minute of its statistic" : ""}. The shape at the right is how many flights had each delay.`
              : "US domestic flights from January to June 2001, minutes of delay on arrival. The dashed lines will come from sorting, the curves from gradient descent."}
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
