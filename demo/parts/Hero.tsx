/** What it is, on what it runs here, and the smallest program with its result. */

import { lossCount } from "virtual:lossCount";
import { mse } from "fusedloss";
import { useMemo } from "preact/hooks";
import { Badge } from "./Badge.js";
import { useEngineState } from "./engine.js";
import { useLatest } from "./latest.js";
import { short } from "./numbers.js";

/** The textbook's four. */
const predictions = [2.5, 0, 2, 8];
const targets = [3, -0.5, 2, 7];

function Program() {
  const state = useEngineState();
  const work = useMemo(() => {
    if (state.status === "starting") return undefined;
    const inputs = { predictions, targets };
    return async () => {
      const { loss, gradients } =
        state.status === "ready"
          ? await state.engine.evaluate(mse(), inputs)
          : (await import("fusedloss/reference")).evaluate(mse(), inputs);
      return { loss, slopes: Array.from(gradients.predictions) };
    };
  }, [state]);
  const { value } = useLatest(work);
  return (
    <pre class="program">
      <code>
        {`import { createEngine, mse } from "fusedloss";

const engine = await createEngine();
const { loss, gradients } =
  await engine.evaluate(mse(), {
    predictions: [${predictions.join(", ")}],
    targets: [${targets.join(", ")}],
  });`}
        <span class="result">
          {value
            ? `\n\nloss                   ${short(value.loss)}\ngradients.predictions  [${value.slopes.map(short).join(", ")}]`
            : "\n\n\n"}
        </span>
      </code>
    </pre>
  );
}

export function Hero() {
  return (
    <header>
      <div class="split">
        <div>
          <h1>The loss and its gradient, in one pass on your GPU.</h1>
          <p class="lead">
            {lossCount} loss functions for WebGPU, each fused with its gradient, and each with a plain float64
            twin that judges it. Everything on this page is computed on your device, while you look.
          </p>
          <Badge />
        </div>
        <Program />
      </div>
    </header>
  );
}
