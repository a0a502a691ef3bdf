/** Whose nearest neighbour is of the same digit, over the steps: a number that none of the losses is. */
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { contenders } from "../../model/embeddings/contenders.js";
import { shownOfDigit } from "../../model/embeddings/look.js";
import { percent } from "../numbers.js";
import { axisOf, type Data, Plot } from "../Plot.js";
import type { Theme } from "../theme.js";
import type { EmbeddingsState } from "./useEmbeddings.js";

const colours = {
  triplet: "loss",
  contrastive: "slope",
  supCon: "huber",
  infoNce: "quantile",
} as const;

const optionsFor =
  (steps: number) =>
  (theme: Theme): Omit<uPlot.Options, "width" | "height"> => ({
    scales: { x: { time: false, range: [0, steps] }, y: { range: [0, 1] } },
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [
      axisOf(theme, "step"),
      axisOf(theme, "neighbour alike", {
        labelSize: 20,
        size: 48,
        values: (_, shown) => shown.map((share) => percent(share, 0)),
      }),
    ],
    series: [
      {},
      ...contenders.map(({ name }) => ({ stroke: theme[colours[name]], width: 2, points: { show: false } })),
    ],
  });

export function AccuracyCurves({ state: { history, settings, views } }: { readonly state: EmbeddingsState }) {
  const options = useMemo(() => optionsFor(settings.steps), [settings.steps]);
  const data = useMemo(
    (): Data => [
      history.map(({ step }) => step),
      ...contenders.map((_, i) => history.map(({ accuracies }) => accuracies[i] as number)),
    ],
    [history],
  );
  const told = contenders.map(({ name }) => `${name} ${percent(views[name].accuracy)}`).join(", ");
  return (
    <figure>
      <div class="key">
        {contenders.map(({ name }) => (
          <span key={name} class={`key-${name}`}>
            {name}
          </span>
        ))}
      </div>
      <Plot
        data={data}
        options={options}
        height={230}
        label={`The share of digits whose nearest neighbour is of the same digit, over the steps; now: ${told}`}
      />
      <figcaption>
        Of {shownOfDigit} pictures of each digit that no network was trained on. Chance is one in{" "}
        {settings.digits}.
      </figcaption>
    </figure>
  );
}
