import { expect, it } from "vitest";
import { calibrationError, confusionMatrix, createEngine, f1, precision, tensor } from "../../src/index.js";

it("x", async () => {
  const e = await createEngine();
  const logits = tensor(new Float32Array([1, 2, 3, 3, 2, 1, 1, 1, 0, 0, 0, 0]), [4, 3]);
  console.log(await e.measure(confusionMatrix(), { logits, labels: [2, 0, 1, 0] }));
  console.log(
    await e.measure(confusionMatrix(), { logits, labels: [2, 0, 1, -100], weights: [0.5, 0.25, 3, 7] }),
  );
  const y = [0, 1, 2, 0, 1, 2],
    p = [0, 2, 1, 0, 0, 1];
  for (const average of ["macro", "micro", "weighted", "none"] as const)
    console.log(await e.measure(f1({ average, classes: 3 }), { predictedLabels: p, labels: y }));
  console.log(
    await e.measure(precision(), { probabilities: [0.1, 0.6, 0.7, 0.8], targets: [0, 0, 1, 1] }),
    2 / 3,
  );
  console.log(
    await e.measure(precision({ average: "none" }), {
      probabilities: [
        [0.1, 0.6],
        [0.7, 0.8],
      ],
      targets: [
        [0, 0],
        [1, 1],
      ],
    }),
  );
  console.log(
    await e.measure(calibrationError({ bins: 2 }), {
      probabilities: [0.25, 0.25, 0.55, 0.75, 0.75],
      targets: [0, 0, 1, 1, 1],
    }),
    0.29,
  );
  console.log(
    await e.measure(calibrationError({ bins: 3 }), {
      probabilities: [
        [0.25, 0.2, 0.55],
        [0.55, 0.05, 0.4],
        [0.1, 0.3, 0.6],
        [0.9, 0.05, 0.05],
      ],
      labels: [0, 1, 2, 0],
    }),
    0.2,
  );
  console.log(
    await e.measure(calibrationError({ bins: 3 }), {
      logits: [
        [0.25, 0.2, 0.55].map(Math.log),
        [0.55, 0.05, 0.4].map(Math.log),
        [0.1, 0.3, 0.6].map(Math.log),
        [0.9, 0.05, 0.05].map(Math.log),
      ],
      labels: [0, 1, 2, 0],
    }),
    0.2,
  );
  await expect(
    e.measure(f1({ classes: 3, average: "macro" }), { predictedLabels: [1, 5], labels: [2, 0] }),
  ).rejects.toThrow("predictedLabels[1] is 5");
  await expect(e.measure(f1({ average: "macro" }), { logits, labels: [2, 0, 4, 5] })).rejects.toThrow(
    "labels[2] is 4",
  );
  await expect(e.measure(f1(), { probabilities: [0, 2], targets: [0, 1] })).rejects.toThrow(
    "probabilities[1] is 2",
  );
});
