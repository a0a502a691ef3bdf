/** The page: the library's first user. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import { render } from "preact";
import { Accuracy } from "./parts/Accuracy.js";
import { Explorer } from "./parts/Explorer.js";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Flights } from "./parts/Flights.js";
import { Hero } from "./parts/Hero.js";
import { Missing } from "./parts/Missing.js";
import { Outlier } from "./parts/Outlier.js";
import { SiteNav } from "./parts/SiteNav.js";
import { Throughput } from "./parts/Throughput.js";
import { useFlights } from "./parts/useFlights.js";

function Page() {
  const engine = useNewEngine();
  const { state, start } = useFlights();
  return (
    <EngineContext.Provider value={engine}>
      <SiteNav here="index" />
      <Hero />
      <main>
        <Missing>
          The curves and lines below are drawn by the float64 reference, on the CPU. Only the flights need a
          GPU.
        </Missing>
        <Explorer />
        <Outlier />
        <Flights state={state} start={start} />
        <Accuracy state={state} />
        <Throughput state={state} />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. Flights: US Bureau of Transportation Statistics, by way of vega-datasets.
          Nothing here leaves your device.
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
