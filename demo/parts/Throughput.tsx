/** What this machine did, good or bad. */

import { useEngineState } from "./engine.js";
import { Heads } from "./Heads.js";
import { breakable, count, power } from "./numbers.js";
import type { FlightsState } from "./useFlights.js";

function Honesty() {
  const state = useEngineState();
  if (state.status !== "ready") return null;
  const { software } = state.engine.info;
  return (
    <p>
      {software
        ? "This browser runs WebGPU in software, on the CPU. The numbers prove that the results are right; of the speed of a GPU they say nothing, and a plain loop may well be faster here."
        : "Measured once, on this device, in this browser, reading back the loss each time. For a batch that starts and ends in JavaScript a plain loop is a fair rival; inside a training step the data are on the GPU already."}
    </p>
  );
}

const digits = (loss: number) => loss.toPrecision(7);
const millions = (number: number) => `${number.toFixed(number < 10 ? 1 : 0)} M`;

function captionOf(comparisons: FlightsState["comparisons"]): string {
  const sizes = [...new Set(comparisons.map(({ items }) => items))].map(count);
  const of = sizes.length ? ` of ${sizes.join(" or ")} items` : "";
  return `Loss and gradient${of}, until the loss is read back; the gradient’s largest difference is relative to its largest number`;
}

export function Throughput({ state: { comparisons, status } }: { state: FlightsState }) {
  return (
    <section aria-labelledby="throughput">
      <h2 id="throughput">What this device just did</h2>
      <div class="split">
        <div class="prose">
          <p>
            The flights once more, with a forecast for each: loss and gradient of the whole batch, in one
            pass. Every gradient was compared with the float64 reference, number by number.
          </p>
          <Honesty />
        </div>
        <div class="scroll">
          <table class="wide">
            <caption>
              <span>{captionOf(comparisons)}</span>
            </caption>
            <Heads of={["loss", "GPU", "float64", "gradient off by", "items/s", "JS loop ÷ GPU"]} />
            <tbody>
              {comparisons.map((one) => (
                <tr key={one.name}>
                  <th scope="row">{breakable(one.name)}</th>
                  <td>{digits(one.gpu)}</td>
                  <td>{digits(one.reference)}</td>
                  <td>{one.agrees ? power(one.difference) : `${power(one.difference)}: too much`}</td>
                  <td>{millions(one.items / one.gpuMilliseconds / 1000)}</td>
                  <td>{(one.loopMilliseconds / one.gpuMilliseconds).toFixed(2)}</td>
                </tr>
              ))}
              {comparisons.length === 0 && (
                <tr>
                  <td class="empty" colSpan={6}>
                    {status === "working" ? "Comes last." : "Fills when the flights above have been fitted."}
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        </div>
      </div>
    </section>
  );
}
