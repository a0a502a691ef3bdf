/** Recordings of embeddings and games are of the losses that their pages have today. */
import { type Loss, tensor } from "fusedloss";
import { evaluate } from "fusedloss/reference";
import { describe, expect, it } from "vitest";
import { games } from "../../demo/model/adversarial/games.js";
import { shown } from "../../demo/model/adversarial/play.js";
import { contenders } from "../../demo/model/embeddings/contenders.js";
import { shownOfDigit } from "../../demo/model/embeddings/look.js";
import { tuplesOf } from "../../demo/model/embeddings/tuples.js";
import { recorded as played } from "../../demo/recorded/adversarial.js";
import { recorded as embedded } from "../../demo/recorded/embeddings.js";

const lossOf = (loss: Loss, inputs: object) => evaluate(loss, inputs as never, { gradients: false }).loss;

describe("recorded embeddings", () => {
  const { settings, look } = embedded;
  const tuples = tuplesOf(settings.digits, shownOfDigit);

  it.each(contenders.map((contender, i) => [contender.name, contender, i] as const))(
    "%s has the loss of its points",
    (_, contender, i) => {
      const points = look.planes[i]!;
      const taken = Object.entries(contender.rowsOf(tuples)).map(([name, rows]) => {
        const numbers = [...rows].flatMap((row) => [...points.subarray(2 * row, 2 * row + 2)]);
        return [name, tensor(Float32Array.from(numbers), [rows.length, 2])];
      });
      const loss = lossOf(contender.lossOf(settings), {
        ...Object.fromEntries(taken),
        ...contender.toldOf(tuples),
      });
      expect(look.losses[i]! / loss).toBeCloseTo(1, 2);
    },
  );
});

describe("recorded games", () => {
  it.each(games.map((game, i) => [game.name, game, i] as const))(
    "%s has the losses of its scores",
    (_, game, i) => {
      const { fakeScores: fake, realScores: real, ...view } = played.scene.views[i]!;
      expect([fake.length, real.length]).toEqual([shown, shown]);
      expect(view.discriminatorLoss).toBeCloseTo(lossOf(game.discriminator(), { real, fake }), 2);
      expect(view.generatorLoss).toBeCloseTo(lossOf(game.generator(), { fake }), 2);
    },
  );
});
