/** What this machine did, good or bad. */
import { useEngineState } from "./engine.js";
import { count, power } from "./numbers.js";
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
            <caption>Loss and gradient, until the loss is read back</caption>
            <thead>
              <tr>
                <th scope="col">loss</th>
                <th scope="col">items</th>
                <th scope="col">items/s</th>
                <th scope="col">× plain loop</th>
                <th scope="col">gradient off by</th>
              </tr>
            </thead>
            <tbody>
              {comparisons.map(({ name, items, gpuMilliseconds, loopMilliseconds, difference, agrees }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{count(items)}</td>
                  <td>{Math.round(items / gpuMilliseconds / 1000)} M</td>
                  <td>{(loopMilliseconds / gpuMilliseconds).toFixed(2)}</td>
                  <td>{agrees ? power(difference) : `${power(difference)}: too much`}</td>
                </tr>
              ))}
              {comparisons.length === 0 && (
                <tr>
                  <td class="empty" colSpan={5}>
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
