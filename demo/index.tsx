/** The page: the library's first user. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import { render } from "preact";
import { useCallback, useState } from "preact/hooks";
import { Explorer } from "./parts/Explorer.js";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Hero } from "./parts/Hero.js";
import { useLater } from "./parts/later.js";
import { Missing } from "./parts/Missing.js";
import { Pages } from "./parts/Pages.js";
import { SiteNav } from "./parts/SiteNav.js";

const bringBelow = () => import("./parts/Below.js");

function Page() {
  const engine = useNewEngine();
  const [begun, setBegun] = useState(false);
  const onFirst = useCallback(() => setBegun(true), []);
  const below = useLater(bringBelow, begun);
  return (
    <EngineContext.Provider value={engine}>
      <SiteNav here="index" />
      <Hero />
      <main>
        <Missing>
          The curves and lines below are drawn by the float64 reference, on the CPU. Only the flights need a
          GPU.
        </Missing>
        <Explorer onFirst={onFirst} />
        {below && <below.Below />}
        <Pages />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. <a href="./api/index.html">The API, name by name</a>. Flights: US Bureau of
          Transportation Statistics, by way of vega-datasets. Nothing here leaves your device.
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
