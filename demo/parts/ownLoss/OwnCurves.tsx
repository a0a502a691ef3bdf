/** Loss and slope of what is in the editor, and on the slope the differences that judge it. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { Curve } from "../../model/curve.js";
import { gpuCurve } from "../../model/gpuCurve.js";
import type { SlopeCheck } from "../../model/ownLoss/checkSlopes.js";
import { type Draft, lossOf } from "../../model/ownLoss/draft.js";
import { errorScene } from "../../model/ownLoss/errorScene.js";
import { curvePlot, finite, quantilesOf } from "../curvePlot.js";
import { sentence, useEngineState } from "../engine.js";
import { useLatest } from "../latest.js";
import { fixed, power, short } from "../numbers.js";
import { type Data, Plot } from "../Plot.js";
import type { Theme } from "../theme.js";
import { Checker } from "./Checker.js";

interface Drawn {
  readonly at: Float32Array;
  readonly axis: string;
  readonly curve: Curve;
  /** Nothing where the reference took too long. */
  readonly check: SlopeCheck | undefined;
  readonly byGpu: boolean;
}

/** Every so many points a difference is drawn. */
const spacing = 16;

/** From 0, or below, to where nearly all of it is seen. */
function visible({ curve }: Drawn): [number, number] {
  const share = quantilesOf(curve.loss, curve.slope);
  const [low, high] = [Math.min(0, share(0.01)), Math.max(0, share(0.97))];
  const margin = 0.08 * (high - low || 1);
  return [low - margin, high + margin];
}

const series = ({ loss, slope, paper }: Theme): uPlot.Series[] => [
  { stroke: loss, width: 2.5, points: { show: false } },
  { stroke: slope, width: 2, points: { show: false } },
  { paths: () => null, points: { show: true, size: 8, width: 1.5, stroke: slope, fill: paper } },
];

function Check({ drawn: { check, byGpu } }: { readonly drawn: Drawn }) {
  if (!check) {
    return (
      <p class="quiet">The reference takes too long for this text: the curve is the GPU’s, unchecked.</p>
    );
  }
  const { largest, at, steepest, compared, corners } = check;
  return (
    <p class="check" data-largest={largest} data-compared={compared} data-corners={corners}>
      <strong>{power(largest)}</strong>
      <span>
        is the largest difference between {byGpu ? "the GPU’s slope" : "the reference’s slope"} and central
        differences of the float64 reference, at {fixed(at)}; {compared} points, slopes of up to{" "}
        {short(steepest)}.
        {corners > 0 &&
          ` Left out: ${corners === 1 ? "a corner" : `${corners} corners`}, which ${corners === 1 ? "has" : "have"} a slope on either side.`}
      </span>
    </p>
  );
}

interface Props {
  readonly draft: Draft;
  readonly target: number;
  /** What is drawn is of an earlier text: the present one makes no loss. */
  readonly stale: boolean;
}

export function OwnCurves({ draft, target, stale }: Props) {
  const [checker] = useState(() => new Checker());
  useEffect(() => () => checker.end(), [checker]);
  const state = useEngineState();
  const engine = state.status === "ready" ? state.engine : undefined;
  const waits = state.status === "starting";
  const work = useMemo(() => {
    if (waits) return undefined;
    return async (): Promise<Drawn> => {
      const scene = errorScene(target);
      const { at, axis } = scene;
      const byGpu = engine && (await gpuCurve(engine, lossOf(draft), scene));
      const checked = await checker.ask({ draft, target, curve: byGpu });
      const curve = checked?.curve ?? byGpu;
      if (!curve)
        throw new Error("The reference takes too long for this text, and there is no GPU to draw it.");
      return { at, axis, curve, check: checked?.check, byGpu: byGpu !== undefined };
    };
  }, [draft, target, engine, waits, checker]);
  const { value: drawn, error } = useLatest(work);

  const range = useMemo(() => ({ current: [0, 1] as [number, number] }), []);
  const data = useMemo((): Data => {
    if (!drawn) return [[0, 1], [], [], []];
    range.current = visible(drawn);
    const { at, curve, check } = drawn;
    const rings = finite(check?.differences ?? new Float64Array(at.length).fill(NaN)).map((value, i) =>
      i % spacing === 8 ? value : null,
    );
    return [Array.from(at), finite(curve.loss), finite(curve.slope), rings];
  }, [drawn, range]);
  const axis = drawn?.axis ?? "";
  const options = useMemo(() => curvePlot(axis, () => range.current, series), [axis, range]);

  if (error) return <p class="trouble">{sentence(error)}</p>;
  return (
    <figure data-stale={stale} class={stale ? "stale" : ""}>
      <div class="key">
        <span class="key-loss">loss</span>
        <span class="key-slope">slope</span>
        <span class="key-difference">by differences</span>
      </div>
      <Plot
        data={data}
        options={options}
        height={360}
        label={drawn ? told(drawn) : "Loss and slope, not yet drawn"}
      />
      <figcaption>
        {stale
          ? "The text above makes no loss as it stands; this is the last that did."
          : `Loss and its slope in predictions, over ${axis}.`}
      </figcaption>
      {drawn && <Check drawn={drawn} />}
    </figure>
  );
}

/** The curve in numbers, for who cannot see it. */
function told({ at, axis, curve }: Drawn): string {
  const points = [0, 100, 200, 300, 400].map(
    (i) =>
      `at ${fixed(at[i] ?? 0, 1)} the loss is ${short(curve.loss[i] ?? NaN)} and its slope ${short(curve.slope[i] ?? NaN)}`,
  );
  return `Loss and slope over ${axis}: ${points.join("; ")}`;
}
