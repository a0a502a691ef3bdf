/** What is shown of the games as text: every fake and its score, and the scores of the reals. */
import { games } from "../../model/adversarial/games.js";
import { textTable } from "../../model/textTable.js";
import { written } from "../numbers.js";
import type { GamesState } from "./useGames.js";

export function reportOf({
  settings,
  round,
  views,
}: Pick<GamesState, "settings" | "round" | "views">): string {
  const { shape, headStart } = settings;
  const head = ["fakes", "x", "y", "score", "a real's score"];
  const sections = games.flatMap(({ name }, i) => {
    const view = views[i];
    if (!view) return [];
    const rows = Array.from(view.fakeScores, (score, k) => [
      String(k + 1),
      ...[view.fakes[2 * k], view.fakes[2 * k + 1], score, view.realScores[k]].map(written),
    ]);
    const { discriminatorLoss, generatorLoss, push, near, covered, places } = view;
    return [
      "",
      `${name}: discriminator ${written(discriminatorLoss)}, generator ${written(generatorLoss)}, push ${written(push)}, near ${written(near)}, covered ${covered} of ${places}`,
      textTable([head, ...rows]),
    ];
  });
  return [`fusedloss: ${shape} after ${round} rounds, head start ${headStart}`, ...sections].join("\n");
}
