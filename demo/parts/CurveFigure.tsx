/** Loss and slope along one variable: thin lines from the GPU over the reference's broad ones, and how far apart they are. */
import type { Loss } from "fusedloss";
import { useEffect, useMemo, useState } from "preact/hooks";
import type uPlot from "uplot";
import { type Curve, difference } from "../model/curve.js";
import { gpuCurve } from "../model/gpuCurve.js";
import type { Scene } from "../model/scene.js";
import { curvePlot, finite, quantilesOf } from "./curvePlot.js";
import { sentence, useEngineState } from "./engine.js";
import { useLater } from "./later.js";
import { useLatest } from "./latest.js";
import { power } from "./numbers.js";
import { type Data, Plot } from "./Plot.js";
import type { Theme } from "./theme.js";

interface Drawn {
  readonly name: string;
  readonly scene: Scene;
  /** Where there is none yet, or no GPU, the other is there. */
  readonly reference: Curve | undefined;
  readonly gpu: Curve | undefined;
}

/** A curve that explodes at one end is cut, so that the rest of it can be seen. */
function visible({ scene: { at }, reference, gpu }: Drawn): [number, number] {
  const { loss = [], slope = [] } = reference ?? gpu ?? {};
  const share = quantilesOf(loss, slope);
  const width = 2 * ((at.at(-1) ?? 1) - (at[0] ?? 0));
  const low = Math.max(share(0), Math.min(share(0.04), -width));
  const high = Math.min(share(1), Math.max(share(0.96), width));
  const margin = 0.06 * (high - low || 1);
  return [Math.min(low, 0) - margin, high + margin];
}

const series = ({ loss, slope }: Theme): uPlot.Series[] => [
  { stroke: loss, alpha: 0.25, width: 8, points: { show: false } },
  { stroke: slope, alpha: 0.25, width: 8, points: { show: false } },
  { stroke: loss, width: 2, points: { show: false } },
  { stroke: slope, width: 2, points: { show: false } },
];

/** How far the GPU is from the reference, as a share of the largest value. */
const offOf = ({ gpu, reference }: Drawn) => gpu && reference && difference(gpu, reference);

function caption(drawn: Drawn): string {
  const { at, rest } = drawn.scene;
  const what = `${drawn.name}: loss and slope at ${at.length} points${rest ? `, ${rest}` : ""}`;
  if (!drawn.reference) return `${what}, from the GPU; the float64 reference follows.`;
  const off = offOf(drawn);
  if (off === undefined) return `${what}, by the float64 reference on the CPU.`;
  const words = off === 0 ? "they are equal" : `they differ by at most ${power(off)} of the largest value`;
  return `${what}. Thin lines from the GPU over broad ones from the float64 reference; ${words}.`;
}

interface Props {
  readonly name: string;
  readonly loss: Loss;
  readonly scene: Scene;
  /** Called when there is something to see for the first time. */
  readonly onFirst?: () => void;
}

const bringReference = () => import("../model/referenceCurve.js");

export function CurveFigure({ name, loss, scene, onFirst }: Props) {
  const state = useEngineState();
  const engine = state.status === "ready" ? state.engine : undefined;
  const [begun, setBegun] = useState(false);
  // The judge comes after what it judges, unless it must stand in for it.
  const judge = useLater(bringReference, begun || state.status === "missing");
  const work = useMemo(() => {
    if (!engine && !judge) return undefined;
    return async (): Promise<Drawn> => {
      const reference = judge?.referenceCurve(loss, scene);
      const gpu = engine && (await gpuCurve(engine, loss, scene));
      return { name, scene, reference, gpu };
    };
  }, [name, loss, scene, engine, judge]);
  const { value: drawn, error } = useLatest(work);
  const isFirst = !begun && (drawn !== undefined || error !== undefined);
  useEffect(() => {
    if (!isFirst) return;
    setBegun(true);
    onFirst?.();
  }, [isFirst, onFirst]);

  const range = useMemo(() => ({ current: [0, 1] as [number, number] }), []);
  const data = useMemo((): Data => {
    if (!drawn) return [[0, 1], [], [], [], []];
    range.current = visible(drawn);
    const { at } = drawn.scene;
    const nothing = Array.from(at, () => null);
    const lines = [drawn.reference, drawn.gpu].flatMap((curve) =>
      curve ? [finite(curve.loss), finite(curve.slope)] : [nothing, nothing],
    );
    return [Array.from(at), ...lines];
  }, [drawn, range]);
  const axis = drawn?.scene.axis ?? "";
  const options = useMemo(() => curvePlot(axis, () => range.current, series), [axis, range]);

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
