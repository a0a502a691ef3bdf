/** The games, as their worker tells of them. */
import type { AdversarialNews } from "../../adversarialWorker.js";
import { games } from "../../model/adversarial/games.js";
import type { GameView, PlaySettings, Scene } from "../../model/adversarial/play.js";
import { type Likeness, likenessOf, shapes } from "../../model/adversarial/shapes.js";
import { recorded } from "../../recorded/adversarial.js";
import { pace } from "../pace.js";
import { type JobStatus, type Turn, useJob } from "../useJob.js";

export type JudgedView = GameView & Likeness;

/** The losses of each game after so many rounds. */
export interface Moment {
  readonly round: number;
  readonly discriminator: readonly number[];
  readonly generator: readonly number[];
}

export interface GamesState {
  readonly status: JobStatus;
  readonly text: string;
  readonly share: number;
  /** Of what is shown. */
  readonly settings: PlaySettings;
  readonly round: number;
  /** In the order of the games. */
  readonly views: readonly JudgedView[];
  /** Empty while a recording is shown. */
  readonly history: readonly Moment[];
}

const judged = ({ views }: Scene, { shape }: PlaySettings): JudgedView[] =>
  views.map((view) => ({ ...view, ...likenessOf(shapes[shape], view.fakes) }));

const nothing: GamesState = {
  status: "idle",
  text: "",
  share: 0,
  settings: recorded.settings,
  round: recorded.scene.round,
  views: judged(recorded.scene, recorded.settings),
  history: [],
};

function progress(round: number, { rounds, headStart }: PlaySettings, milliseconds: number): string {
  if (round === -headStart) return "making kernels";
  const where = round < 0 ? `head start, ${-round} rounds left` : `round ${round} of ${rounds}`;
  return `${where}: ${pace(milliseconds, "round")}`;
}

function after(state: GamesState, news: AdversarialNews | Turn<PlaySettings>): GamesState {
  switch (news.kind) {
    case "start":
      return { ...nothing, status: "working", text: "starting", settings: news.order, views: [] };
    case "stop":
      return { ...state, status: "stopped", text: `stopped after round ${state.round}` };
    case "stage":
      return { ...state, text: news.text };
    case "scene": {
      const { round, views } = news.scene;
      const { settings } = state;
      const moment = {
        round,
        discriminator: views.map(({ discriminatorLoss }) => discriminatorLoss),
        generator: views.map(({ generatorLoss }) => generatorLoss),
      };
      return {
        ...state,
        round,
        views: judged(news.scene, settings),
        share: (round + settings.headStart) / (settings.rounds + settings.headStart),
        text: progress(round, settings, news.milliseconds),
        history: [...state.history, moment],
      };
    }
    case "done":
      return {
        ...state,
        status: "done",
        text: `${state.settings.rounds} rounds in ${news.seconds.toFixed(1)} s`,
      };
    case "failed":
      return { ...state, status: "failed", text: news.reason };
  }
}

const open = () => new Worker(new URL("../../adversarialWorker.ts", import.meta.url), { type: "module" });

export const useGames = () => useJob<GamesState, AdversarialNews, PlaySettings>(open, after, nothing);

/** The recorded games go on being shown until there is something of one's own. */
export function shownOf(state: GamesState): Pick<GamesState, "settings" | "round" | "views"> {
  return state.views.length === games.length ? state : nothing;
}
