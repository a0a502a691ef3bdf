/** The loss of every step, which the GPU has kept: all curves of a lesson, on a logarithmic scale. */
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { axisOf, type Data, Plot } from "./Plot.js";
import type { Theme } from "./theme.js";

export interface Curve {
  readonly name: string;
  readonly colour: keyof Theme;
  /** Behind the others. */
  readonly faint?: boolean;
}

interface Props {
  readonly curves: readonly Curve[];
  readonly seen: Readonly<Record<string, { readonly losses: ArrayLike<number> }>>;
  readonly steps: number;
  /** Where the lines across are; the first and the last are the ends. */
  readonly levels: readonly number[];
  /** Below the curves. */
  readonly caption?: string;
}

function optionsFor(curves: readonly Curve[], steps: number, levels: readonly number[]) {
  return (theme: Theme): Omit<uPlot.Options, "width" | "height"> => ({
    scales: {
      x: { time: false, range: [0, steps] },
      y: { distr: 3, range: [levels[0] ?? 1, levels.at(-1) ?? 10] },
    },
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [
      axisOf(theme, "step"),
      axisOf(theme, "loss", {
        labelSize: 20,
        size: 40,
        splits: () => [...levels],
        filter: (_, shown) => shown,
        values: (_, shown) => shown.map(String),
      }),
    ],
    series: [
      {},
      ...curves.map(({ colour, faint = false }) => ({
        stroke: theme[colour],
        width: 2,
        alpha: faint ? 0.35 : 1,
        points: { show: false },
      })),
    ],
  });
}

const lastOf = (losses: ArrayLike<number>): number | undefined => losses[losses.length - 1];

const kept = "The loss before each step. The GPU keeps it; the page looks after every submit.";

export function LossCurves({ curves, seen, steps, levels, caption = kept }: Props) {
  const options = useMemo(() => optionsFor(curves, steps, levels), [curves, steps, levels]);
  const data = useMemo((): Data => {
    const lists = curves.map(({ name }) => seen[name]?.losses ?? []);
    const length = Math.max(2, ...lists.map((list) => list.length));
    return [
      Array.from({ length }, (_, i) => i),
      ...lists.map((list) => Array.from({ length }, (_, i) => list[i] ?? null)),
    ];
  }, [curves, seen]);
  const told = curves
    .map(({ name }) => `${name} ${lastOf(seen[name]?.losses ?? [])?.toPrecision(3) ?? "not yet trained"}`)
    .join(", ");
  return (
    <figure>
      <Plot data={data} options={options} height={190} label={`The loss of every step; now: ${told}`} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
