/** Loss and slope along one variable: thin lines from the GPU over the reference's broad ones, and how far apart they are. */
import type { Loss } from "fusedloss";
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { type Curve, difference, gpuCurve, referenceCurve } from "../model/curve.js";
import type { Scene } from "../model/scene.js";
import { sentence, useEngineState } from "./engine.js";
import { useLatest } from "./latest.js";
import { power } from "./numbers.js";
import { axisOf, type Data, levelLine, Plot } from "./Plot.js";
import type { Theme } from "./theme.js";

interface Drawn {
  readonly name: string;
  readonly scene: Scene;
  readonly reference: Curve;
  readonly gpu: Curve | undefined;
}

const finite = (numbers: ArrayLike<number>) =>
  Array.from(numbers, (value) => (Number.isFinite(value) ? value : null));

/** A curve that explodes at one end is cut, so that the rest of it can be seen. */
function visible({ scene: { at }, reference }: Drawn): [number, number] {
  const all = [...Array.from(reference.loss), ...Array.from(reference.slope)].filter(Number.isFinite);
  const sorted = all.sort((a, b) => a - b);
  const share = (part: number) => sorted[Math.round(part * (sorted.length - 1))] ?? 0;
  const width = 2 * ((at.at(-1) ?? 1) - (at[0] ?? 0));
  const low = Math.max(share(0), Math.min(share(0.04), -width));
  const high = Math.min(share(1), Math.max(share(0.96), width));
  const margin = 0.06 * (high - low || 1);
  return [Math.min(low, 0) - margin, high + margin];
}

function plotOptions(axis: string, range: () => [number, number]) {
  return (theme: Theme): Omit<uPlot.Options, "width" | "height"> => ({
    scales: { x: { time: false }, y: { range } },
    legend: { show: false },
    cursor: { show: false },
    axes: [axisOf(theme, axis, { labelSize: 24 }), axisOf(theme, "", { labelSize: 0, size: 44 })],
    series: [
      {},
      { stroke: theme.loss, alpha: 0.25, width: 8, points: { show: false } },
      { stroke: theme.slope, alpha: 0.25, width: 8, points: { show: false } },
      { stroke: theme.loss, width: 2, points: { show: false } },
      { stroke: theme.slope, width: 2, points: { show: false } },
    ],
    hooks: {
      drawAxes: [
        (plot) => {
          levelLine(plot, "y", 0, theme.muted);
          if ((plot.scales.x?.min ?? 0) < 0) levelLine(plot, "x", 0, theme.rule);
        },
      ],
    },
  });
}

/** How far the GPU is from the reference, as a share of the largest value. */
const offOf = ({ gpu, reference }: Drawn) => gpu && difference(gpu, reference);

function caption(drawn: Drawn): string {
  const { at, rest } = drawn.scene;
  const what = `${drawn.name}: loss and slope at ${at.length} points${rest ? `, ${rest}` : ""}`;
  const off = offOf(drawn);
  if (off === undefined) return `${what}, by the float64 reference on the CPU.`;
  const words = off === 0 ? "they are equal" : `they differ by at most ${power(off)} of the largest value`;
  return `${what}. Thin lines from the GPU over broad ones from the float64 reference; ${words}.`;
}

interface Props {
  readonly name: string;
  readonly loss: Loss;
  readonly scene: Scene;
}

export function CurveFigure({ name, loss, scene }: Props) {
  const state = useEngineState();
  const engine = state.status === "ready" ? state.engine : undefined;
  const waits = state.status === "starting";
  const work = useMemo(() => {
    if (waits) return undefined;
    return async (): Promise<Drawn> => {
      const reference = referenceCurve(loss, scene);
      const gpu = engine && (await gpuCurve(engine, loss, scene));
      return { name, scene, reference, gpu };
    };
  }, [name, loss, scene, engine, waits]);
  const { value: drawn, error } = useLatest(work);

  const range = useMemo(() => ({ current: [0, 1] as [number, number] }), []);
  const data = useMemo((): Data => {
    if (!drawn) return [[0, 1], [], [], [], []];
    range.current = visible(drawn);
    const { reference, gpu } = drawn;
    const { at } = drawn.scene;
    const nothing = Array.from(at, () => null);
    return [
      Array.from(at),
      finite(reference.loss),
      finite(reference.slope),
      gpu ? finite(gpu.loss) : nothing,
      gpu ? finite(gpu.slope) : nothing,
    ];
  }, [drawn, range]);
  const axis = drawn?.scene.axis ?? "";
  const options = useMemo(() => plotOptions(axis, () => range.current), [axis, range]);

  if (error) return <p class="trouble">{sentence(error)}</p>;
  return (
    <figure data-curve={drawn?.name} data-difference={drawn && offOf(drawn)}>
      <div class="key" aria-hidden="true">
        <span class="key-loss">loss</span>
        <span class="key-slope">slope</span>
      </div>
      <Plot data={data} options={options} height={400} label={`Loss and slope of ${name} over the ${axis}`} />
      <figcaption aria-live="polite">{drawn ? caption(drawn) : "The GPU is being asked …"}</figcaption>
    </figure>
  );
}
