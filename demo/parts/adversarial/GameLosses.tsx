/** Both losses of one game, round by round: neither falls for long, for the other side learns too. */
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import type { PlaySettings } from "../../model/adversarial/play.js";
import { figures } from "../numbers.js";
import { axisOf, type Data, Plot } from "../Plot.js";
import type { Theme } from "../theme.js";
import type { Moment } from "./useGames.js";

const optionsFor =
  (from: number, to: number) =>
  (theme: Theme): Omit<uPlot.Options, "width" | "height"> => ({
    scales: { x: { time: false, range: [from, to] } },
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [
      axisOf(theme, "", { labelSize: 0, size: 22, space: 60 }),
      axisOf(theme, "", { labelSize: 0, size: 36, space: 28 }),
    ],
    series: [
      {},
      { stroke: theme.slope, width: 2, points: { show: false } },
      { stroke: theme.loss, width: 2, points: { show: false } },
    ],
  });

interface Props {
  readonly game: number;
  readonly history: readonly Moment[];
  readonly settings: PlaySettings;
}

export function GameLosses({ game, history, settings: { rounds, headStart } }: Props) {
  const options = useMemo(() => optionsFor(-headStart, rounds), [headStart, rounds]);
  const data = useMemo(
    (): Data => [
      history.map(({ round }) => round),
      history.map(({ discriminator }) => discriminator[game] as number),
      history.map(({ generator }) => generator[game] as number),
    ],
    [history, game],
  );
  const last = history.at(-1);
  const told = last
    ? `discriminator ${figures(last.discriminator[game] as number)}, generator ${figures(last.generator[game] as number)}`
    : "none yet";
  return (
    <Plot data={data} options={options} height={110} label={`Both losses, round by round; now: ${told}`} />
  );
}
