/** One point far off, to be dragged about: which lines follow it? */
import { useCallback, useMemo, useState } from "preact/hooks";
import type { Control } from "../model/controls.js";
import { lineFits, usual } from "../model/lines/lineFits.js";
import { withPointAt } from "../model/outliers/cloud.js";
import { oneAmongMany } from "../model/outliers/clouds.js";
import { useEngineState } from "./engine.js";
import { Field } from "./Field.js";
import { fixed } from "./numbers.js";
import { PointPlot } from "./outliers/PointPlot.js";
import { useFitter } from "./outliers/useFitter.js";
import { useLines } from "./outliers/useLines.js";

const axes = { x: { label: "x", range: [0, 4] }, y: { label: "", range: [-20, 16] } } as const;
const start = { x: 3.6, y: -16 };
const names = lineFits(usual).map(({ name }) => name);
const begin = () => oneAmongMany(start.x, start.y);

function slider(key: "x" | "y"): Control {
  const [low, high] = axes[key].range;
  return {
    kind: "slider",
    low,
    high,
    step: (high - low) / 120,
    logarithmic: false,
    optional: false,
    start: start[key],
  };
}

export function Outlier() {
  const engine = useEngineState();
  const original = useMemo(begin, []);
  const [cloud, setCloud] = useState(original);
  const outlier = cloud.far.indexOf(true);
  const spot = { x: cloud.x[outlier] ?? 0, y: cloud.y[outlier] ?? 0 };
  const move = useCallback(
    (index: number, x: number, y: number) => setCloud((before) => withPointAt(before, index, x, y)),
    [],
  );
  const { lines, settled } = useLines(useFitter(), cloud, usual);

  return (
    <section aria-labelledby="outlier">
      <h2 id="outlier">One outlier bends MSE, but not Huber</h2>
      <div class="split">
        <div class="prose">
          <p>
            Two hundred points lie along 3x. One does not. Drag it: a squared error gives it a slope that
            grows with its distance, so the line follows; the slopes of Huber, of log-cosh and of the absolute
            error stop growing. The quantile loss has nine of ten points below its line.{" "}
            <a href="./outliers.html">Drag every point</a>.
          </p>
          <div class="fields">
            <Field
              name="outlier’s x"
              control={slider("x")}
              value={spot.x}
              onChange={(x) => move(outlier, Number(x), spot.y)}
            />
            <Field
              name="outlier’s y"
              control={slider("y")}
              value={spot.y}
              onChange={(y) => move(outlier, spot.x, Number(y))}
            />
          </div>
          <table data-settled={settled}>
            <caption>Slope of the fitted line; 3 is true</caption>
            <tbody>
              {names.map((name, i) => (
                <tr key={name} data-line={name} data-slope={lines[i]?.slope}>
                  <th scope="row">
                    <i class={`swatch ${name.split(" ")[0]}`} />
                    {name}
                  </th>
                  <td>{fixed(lines[i]?.slope ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <figure>
          <PointPlot
            cloud={cloud}
            axes={axes}
            names={names}
            lines={lines}
            chosen={outlier}
            isMovable={(index) => index === outlier}
            onChoose={() => undefined}
            onMove={move}
            invitation={cloud === original ? "drag this one" : undefined}
            label={`Points along 3x, one outlier, and the lines fitted by ${names.join(", ")}`}
          />
          <figcaption>
            Each step’s slopes come from {engine.status === "ready" ? "the GPU" : "the reference"}; the lines
            settle as you watch.
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
