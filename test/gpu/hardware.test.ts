/**
 * Plans as real GPUs get them, run where we are: wide workgroups, a team for each long row, tiles in workgroup memory.
 * Software plans of the same losses are proved in `losses.test.ts` and `scenes.test.ts`.
 *
 * Software takes a second to compile such a plan, so `npm test` runs a few losses of each family, whose machinery is
 * what differs; `npm run hardware` runs all.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Loss } from "../../src/definition.js";
import { crammerSinger } from "../../src/losses/crammerSinger.js";
import { softmaxCrossEntropy } from "../../src/losses/softmaxCrossEntropy.js";
import { verify } from "../../src/reference/verify.js";
import { tensor } from "../../src/tensor.js";
import { casesOf, combinators, definitionOfLoss, sceneFactories } from "../cases/catalogue.js";
import { casesIn } from "../cases/hardCases.js";
import { batchesOf, subjects } from "../cases/matrix.js";
import { normal, randomFrom } from "../cases/random.js";
import { asHardware, newDevice } from "./desk.js";
import { type Bench, complaints, inParallel, openBench } from "./harness.js";
import { sceneComplaints } from "./sceneComplaints.js";

const isWhole = process.env.FUSEDLOSS_HARDWARE === "all";

/** One of each family, and what sweeps twice. */
const chosen = [
  ...["mse", "rmse", "softmaxCrossEntropy · labels", "triplet", "softF1 · logits"],
  ...["infoNce", "ctc", "ssim", "listMle"],
].map((name) => `losses/${name}`);

const tests = subjects.filter(({ address }) => isWhole || chosen.includes(address));
const factories = [...sceneFactories, ...combinators].filter(
  ({ info }) => isWhole || chosen.includes(`losses/${info.name}`),
);

let bench: Bench;
let cases = 0;

beforeAll(async () => {
  bench = await openBench({ device: await newDevice(), adapter: asHardware });
  expect(bench.engine.info.software).toBe(false);
});

afterAll(() => {
  bench.report("hardware plans", cases);
  bench.engine.destroy();
});

describe("plans of hardware agree with the reference", () => {
  it("of every one that is named here", () => {
    const known = [
      ...tests.map(({ address }) => address),
      ...factories.map(({ info }) => `losses/${info.name}`),
    ];
    expect(chosen.filter((address) => !known.includes(address))).toEqual([]);
  });

  it.each(tests.map((subject) => [subject.address, subject] as const))("%s", async (_, subject) => {
    const [batch] = batchesOf(subject);
    // Software runs wide workgroups slowly: of the sizes that share a pipeline, the last one.
    const list = batch ? casesIn(subject, batch, 0).slice(-1) : [];
    expect(list).toHaveLength(1);
    cases += list.length;
    const found = await inParallel(list, (one) => complaints(bench.engine, one));
    expect(found.slice(0, 20)).toEqual([]);
  });

  it.each(factories.map((make) => [make.info.name, make] as const))("losses/%s", async (name, make) => {
    const { scenes = [] } = casesOf(name);
    const list = scenes.filter(({ broken, large }) => !broken && !large).slice(-1);
    cases += list.length;
    const found = await inParallel(list, (scene) => {
      const loss = scene.made ?? make(scene.params);
      const [reduction = "mean"] = definitionOfLoss(loss).reductions;
      const setting = {
        reduction,
        dtype: "f32",
        weights: false,
        checkInputs: true,
        gradients: "all",
      } as const;
      return sceneComplaints(bench.engine, loss, scene, setting);
    });
    expect(found.slice(0, 20)).toEqual([]);
  });
});

describe("rows of every tier", () => {
  const draw = randomFrom(3);
  const tiers = [1, 5, 33, 127, 1001, 4097];
  const losses: readonly (readonly [string, Loss])[] = [
    ["softmaxCrossEntropy", softmaxCrossEntropy({ labelSmoothing: 0.1 })],
    ["crammerSinger", crammerSinger()],
  ];

  it.each(losses)("losses/%s", async (_, loss) => {
    const [name = ""] = definitionOfLoss(loss).gradients;
    for (const classes of tiers.filter((tier) => tier > 1 || name === "logits")) {
      const rows = classes > 1001 ? 3 : 37;
      const values = Float32Array.from({ length: rows * classes }, () => 3 * normal(draw));
      const labels = Int32Array.from({ length: rows }, () => Math.floor(draw() * classes));
      const inputs = { [name]: tensor(values, [rows, classes]), labels };
      const found = await verify(bench.engine as never, loss, inputs as never);
      expect(found, `${classes} classes`).toMatchObject({ ok: true });
      cases++;
    }
  });
});
