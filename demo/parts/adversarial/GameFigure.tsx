/** One game: its picture, how good its fakes are, and both losses. */
import { useMemo } from "preact/hooks";
import { type Game, games } from "../../model/adversarial/games.js";
import { type PlaySettings, realSeed, shown } from "../../model/adversarial/play.js";
import { pointsOf, shapes } from "../../model/adversarial/shapes.js";
import { Drawing } from "../Drawing.js";
import { figures, fixed, percent } from "../numbers.js";
import { useTheme } from "../theme.js";
import { useGlide } from "../useGlide.js";
import { drawGame, fieldOf } from "./drawGame.js";
import { GameLosses } from "./GameLosses.js";
import type { JudgedView, Moment } from "./useGames.js";

interface Props {
  readonly game: Game;
  readonly view: JudgedView;
  readonly settings: PlaySettings;
  readonly history: readonly Moment[];
}

export function GameFigure({ game, view, settings, history }: Props) {
  const { name, says, verdicts } = game;
  const { fakes, field, near, covered, places, push, discriminatorLoss, generatorLoss } = view;
  const theme = useTheme();
  const at = useGlide(fakes);
  const reals = useMemo(() => pointsOf(shapes[settings.shape], shown, realSeed), [settings.shape]);
  const draw = useMemo(() => {
    const shade = fieldOf(verdicts(field), theme);
    return (context: CanvasRenderingContext2D, side: number, share: number) =>
      drawGame(context, side, shade, { reals, fakes: at(share), theme });
  }, [verdicts, field, theme, reals, at]);
  const told = `${name}: ${shown} fakes among ${shown} real points; ${percent(near)} of them are within three deviations of a place, and ${covered} of ${places} places have their share.`;
  return (
    <figure
      class="game"
      data-game={name}
      data-near={near}
      data-covered={covered}
      data-push={push}
      data-discriminator={discriminatorLoss}
      data-generator={generatorLoss}
    >
      <h3>
        <a href={`./losses.html#/${name}.generator`}>{name}</a>
      </h3>
      <Drawing draw={draw} label={told} />
      <dl>
        <div>
          <dt>places covered</dt>
          <dd>
            {covered} of {places}
          </dd>
        </div>
        <div>
          <dt>fakes near one</dt>
          <dd>{percent(near, 0)}</dd>
        </div>
        <div>
          <dt>push on a fake</dt>
          <dd>{fixed(push)}</dd>
        </div>
      </dl>
      <GameLosses game={games.indexOf(game)} history={history} settings={settings} />
      <p class="quiet">
        <span class="key-slope">discriminator {figures(discriminatorLoss)}</span>{" "}
        <span class="key-loss">generator {figures(generatorLoss)}</span>
      </p>
      <figcaption>{says}</figcaption>
    </figure>
  );
}
