import { it } from "vitest";
import { adam, adamW, createEngine, sgd } from "../../src/index.js";
import { step } from "../../src/reference/index.js";
import { compare } from "../../src/reference/tolerance.js";
import { bufferOf } from "../gpu/desk.js";

it("tries", async () => {
  const engine = await createEngine();
  for (const d of [
    sgd({ learningRate: 0.1 }),
    sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
    adam(),
    adamW({ clipGlobalNorm: 0.5 }),
  ]) {
    const sizes = [1, 3, 5, 257];
    const parameters = Object.fromEntries(
      sizes.map((n) => [`p${n}`, Float32Array.from({ length: n }, (_, i) => Math.sin(i + n))]),
    );
    const t0 = performance.now();
    const o = await engine.optimizer(d, parameters);
    const t1 = performance.now();
    let want: any = { parameters };
    const g = Object.fromEntries(
      sizes.map((n) => [`p${n}`, Float32Array.from({ length: n }, (_, i) => Math.cos(3 * i + n))]),
    );
    const gb = Object.fromEntries(Object.entries(g).map(([k, v]) => [k, bufferOf(engine.device, v)]));
    const encoder = engine.device.createCommandEncoder();
    for (let i = 0; i < 5; i++) {
      o.encode(encoder, gb);
      want = step(d, { parameters: want.parameters, gradients: g, state: want.state });
    }
    engine.device.queue.submit([encoder.finish()]);
    const r = await o.read();
    console.log(
      d.name,
      t1 - t0,
      performance.now() - t1,
      r.state.step,
      Object.keys(want.parameters).map((k) => compare((r.parameters as any)[k], want.parameters[k])),
      r.parameters.p3,
      want.parameters.p3,
    );
    o.destroy();
  }
});
