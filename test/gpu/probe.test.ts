import { expect, it } from "vitest";
import { createEngine, mse, tensor } from "../../src/index.js";
it("times", async () => {
  const engine = await createEngine();
  console.log(JSON.stringify(engine.info.description), engine.info.software);
  const data = (n: number) => ({ predictions: Float32Array.from({ length: n }, (_, i) => Math.sin(i)), targets: new Float32Array(n) });
  let t = performance.now();
  await engine.evaluate(mse(), data(33));
  console.log("first", performance.now() - t);
  for (const par of [1, 4, 13]) for (const n of [33, 2049]) {
    t = performance.now();
    for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: par }, () => engine.evaluate(mse(), data(n))));
    console.log(par, n, "per evaluate", (performance.now() - t) / 10 / par);
  }
  t = performance.now();
  await Promise.all(["f16", "bf16"].flatMap((dtype) => [true, false].flatMap((checkInputs) => ["mean", "none"].map((reduction) =>
    engine.evaluate(mse(), { predictions: tensor(data(33).predictions, [33], { dtype: dtype as "f16" }), targets: tensor(data(33).targets, [33], { dtype: dtype as "f16" }) }, { checkInputs, reduction: reduction as "mean" })))));
  console.log("8 kernels in parallel", performance.now() - t);
  expect(1).toBe(1);
  engine.destroy();
});
