/** The worker of docs/integration.md, as it stands there: what it hears, and what it answers. */
import { expect, it, vi } from "vitest";
import { mae } from "../../src/index.js";
import { evaluate } from "../../src/reference/evaluate.js";

it("answers a message with loss and gradients", async () => {
  const listen = vi.spyOn(globalThis, "addEventListener");
  const post = vi.spyOn(globalThis, "postMessage").mockImplementation(() => undefined);
  try {
    await import("program:docs/integration.md/2");
    const [, hear] = listen.mock.calls.find(([type]) => type === "message") as unknown as [
      string,
      (event: unknown) => Promise<void>,
    ];
    const inputs = { predictions: [1, 2, 5], targets: [1, 1, 1] };
    await hear({ data: { name: "mae", params: {}, inputs } });
    const wanted = evaluate(mae(), inputs);
    const [{ loss, gradients }, moved] = post.mock.calls[0] as unknown as [
      { loss: number; gradients: Record<string, Float32Array> },
      ArrayBuffer[],
    ];
    expect(loss).toBeCloseTo(wanted.loss, 6);
    expect(moved).toEqual([gradients.predictions!.buffer, gradients.targets!.buffer]);
    for (const [i, slope] of wanted.gradients.predictions.entries())
      expect(gradients.predictions![i]).toBeCloseTo(slope, 6);
  } finally {
    vi.restoreAllMocks();
  }
});
