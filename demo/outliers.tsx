/** The page of outliers: points that can be dragged, and the line of each loss. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import "./outliers.css";
import { render } from "preact";
import { DeviceHeader } from "./parts/DeviceHeader.js";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Missing } from "./parts/Missing.js";
import { Outliers } from "./parts/outliers/Outliers.js";
import { SiteNav } from "./parts/SiteNav.js";

function Page() {
  return (
    <EngineContext.Provider value={useNewEngine()}>
      <SiteNav here="outliers" />
      <DeviceHeader title="How far can one point pull?">
        Five losses fit a line to the same points. Drag any of them: the slope of a squared error grows with
        the miss, so its line follows whoever shouts loudest; the others stop listening at some distance.
      </DeviceHeader>
      <main>
        <Missing>
          The lines below are fitted all the same: by the float64 reference, on the CPU, which computes what
          the GPU would.
        </Missing>
        <Outliers />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. Flights: US Bureau of Transportation Statistics, by way of vega-datasets:
          every fourth of its sample of 2,000. <a href="./index.html#flights">Three million of them</a> are on
          the overview.
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
