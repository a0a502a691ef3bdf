/** Starts the five games on what has been chosen, and shows them side by side. */

import { useMemo, useState } from "preact/hooks";
import { games } from "../../model/adversarial/games.js";
import type { PlaySettings } from "../../model/adversarial/play.js";
import { type EngineState, useEngineState } from "../engine.js";
import { Presets } from "../Presets.js";
import { RunBar } from "../RunBar.js";
import { TextReport } from "../TextReport.js";
import { GameFigure } from "./GameFigure.js";
import { reportOf } from "./reportOf.js";
import { shownOf, useGames } from "./useGames.js";

interface Preset extends Omit<PlaySettings, "rounds"> {
  readonly title: string;
  readonly says: string;
}

const presets: readonly [Preset, ...Preset[]] = [
  {
    title: "Eight places",
    says: "Eight small clouds on a ring. Nothing in a loss says that all must be served: a generator that visits few of them has collapsed onto these modes.",
    ...{ shape: "ring", headStart: 0 },
  },
  {
    title: "A head start",
    says: "The discriminators learn alone for 160 rounds, and are sure of themselves when the generators begin. Compare the push: minimaxGan has hardly any to give, its twin gives nearly all it has.",
    ...{ shape: "ring", headStart: 160 },
  },
  {
    title: "Two moons",
    says: "Two half moons that reach into each other, with a gap to be kept clear.",
    ...{ shape: "moons", headStart: 0 },
  },
  {
    title: "A spiral",
    says: "One long line, rolled up: the generators must roll up the plane of their noise.",
    ...{ shape: "spiral", headStart: 0 },
  },
];

/** As many as take some seconds; `?rounds=20` for who has little time. */
function roundsOf(engine: EngineState, search: string): number {
  const usual = engine.status === "ready" && !engine.engine.info.software ? 1500 : 300;
  return Number(new URLSearchParams(search).get("rounds")) || usual;
}

export function Games() {
  const engine = useEngineState();
  const { state, start, stop } = useGames();
  const [preset, setPreset] = useState(presets[0]);
  const { status, text, share, history } = state;
  const works = status === "working";
  const { settings, round, views } = shownOf(state);
  const rounds = roundsOf(engine, location.search);
  const report = useMemo(
    () => (works ? "" : reportOf({ settings, round, views })),
    [works, settings, round, views],
  );
  const begin = () => start({ shape: preset.shape, headStart: preset.headStart, rounds });
  return (
    <section aria-label="Games" data-status={status} data-round={round}>
      <Presets
        label="what is to be faked"
        presets={presets}
        isChosen={(one) => one === preset}
        onChoose={setPreset}
      />
      <p class="after">{preset.says}</p>
      {engine.status !== "missing" && (
        <RunBar
          title="five games"
          action={status === "idle" ? "Play all five" : "Play all five again"}
          works={works}
          text={status === "idle" ? `${rounds} rounds of 64 fakes each; brings TensorFlow.js` : text}
          share={share}
          start={begin}
          stop={stop}
        />
      )}
      <p class="quiet">
        {history.length === 0
          ? `Recorded after ${round} rounds of earlier games. Yours begin from chance.`
          : round < 0
            ? "The discriminators learn alone."
            : `After ${round} rounds.`}
      </p>
      <div class="games">
        {games.map((game, i) => {
          const view = views[i];
          return view && <GameFigure key={game.name} {...{ game, view, settings, history }} />;
        })}
        <div class="reading">
          <h3>How to read it</h3>
          <p>
            <span class="key-slope">Blue</span> dots are real, <span class="key-loss">red</span> ones fakes.
            Where the ground is blue the discriminator would believe a point, where it is red it would not.
            The fakes walk uphill, from red to blue; the ground moves below them.
          </p>
          <p>
            Neither loss says who is good. So two numbers are counted that are no loss: places that have their
            share of fakes, and fakes within three deviations of a place.
          </p>
          <p>
            The push is the size of the generator’s slope at a fake’s score. <em>Saturating</em> means that it
            dies away where the discriminator is surest: at a score of −5 minimaxGan pushes with 0.007,
            nonSaturatingGan with 0.993.
          </p>
          {!works && <TextReport text={report} title="Fakes and scores as numbers" />}
        </div>
      </div>
    </section>
  );
}
