/** What each loss charges for one picture, by how far the score of what it is leads all others. */
import { tensor } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { type LossChoice, lossChoices, lossOf } from "../../model/classifier/lossChoices.js";
import type { ClassifierSettings } from "../../model/classifier/settings.js";
import { Key } from "../Key.js";
import { fixed } from "../numbers.js";
import { axisOf, type Data, levelLine, Plot } from "../Plot.js";
import type { Theme } from "../theme.js";

const colours: readonly (keyof Theme)[] = ["mse", "mae", "huber", "logCosh", "quantile"];
const curves = lossChoices.map(({ name, title }, i) => ({ name, title, colour: colours[i] ?? "ink" }));

const classes = 10;
const leads = Float64Array.from({ length: 121 }, (_, i) => (i - 40) / 10);
const rows = Float64Array.from({ length: classes * leads.length }, (_, at) =>
  at % classes === 0 ? (leads[at / classes] as number) : 0,
);

/** By the float64 reference: the other nine scores are 0. */
function pricesOf(choice: LossChoice, parameter: number): number[] {
  const inputs = {
    [choice.scores]: tensor(rows, [leads.length, classes]),
    labels: new Int32Array(leads.length),
  };
  const { loss } = evaluate(lossOf(choice, parameter), inputs, { reduction: "none", gradients: false });
  return [...(loss as unknown as Float64Array)];
}

function optionsFor(chosen: string) {
  return (theme: Theme): Omit<uPlot.Options, "width" | "height"> => ({
    scales: { x: { time: false, range: [-4, 8] }, y: { range: [-0.2, 6.2] } },
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [
      axisOf(theme, "lead of the right score over the nine others"),
      axisOf(theme, "loss", { labelSize: 20, size: 34 }),
    ],
    series: [
      {},
      ...curves.map(({ name, colour }) => ({
        stroke: theme[colour],
        width: name === chosen ? 3 : 1.5,
        alpha: name === chosen ? 1 : 0.55,
        points: { show: false },
      })),
    ],
    hooks: { drawAxes: [(plot) => levelLine(plot, "x", 0, theme.muted)] },
  });
}

export function LossPrices({ settings: { loss: chosen, parameter } }: { settings: ClassifierSettings }) {
  const options = useMemo(() => optionsFor(chosen), [chosen]);
  const prices = useMemo(
    () =>
      lossChoices.map((choice) =>
        pricesOf(choice, choice.name === chosen ? parameter : Number(choice.parameter?.control.start ?? 0)),
      ),
    [chosen, parameter],
  );
  const data = useMemo((): Data => [[...leads], ...prices], [prices]);
  const own = prices[lossChoices.findIndex(({ name }) => name === chosen)] ?? [];
  const told = [0, 40, 80, 120]
    .map((i) => `at a lead of ${fixed(leads[i] ?? 0, 0)} ${fixed(own[i] ?? 0)}`)
    .join(", ");
  return (
    <figure data-prices={chosen}>
      <Key curves={curves} />
      <Plot
        data={data}
        options={options}
        height={300}
        label={`What five losses charge for a picture; the chosen one, ${chosen}: ${told}`}
      />
      <figcaption>Ten classes, the nine wrong scores alike; by the float64 reference, on the CPU.</figcaption>
    </figure>
  );
}
