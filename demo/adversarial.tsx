/** The page of adversarial losses: five pairs of networks from the same start, each with another loss. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import "./adversarial.css";
import { render } from "preact";
import { Games } from "./parts/adversarial/Games.js";
import { DeviceHeader } from "./parts/DeviceHeader.js";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Missing } from "./parts/Missing.js";
import { SiteNav } from "./parts/SiteNav.js";

function Page() {
  return (
    <EngineContext.Provider value={useNewEngine()}>
      <SiteNav here="adversarial" />
      <DeviceHeader title="Forgers and their judges.">
        A generator makes points out of noise; a discriminator says which points are real. Each learns from
        the other’s mistakes, and the loss decides how hard a caught forger is pushed. Five pairs begin alike.
      </DeviceHeader>
      <main>
        <Missing>The games below were recorded; to play them needs a GPU.</Missing>
        <Games />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. The networks are TensorFlow.js, the losses and their gradients ours, by{" "}
          <code>fusedloss/tfjs</code>, on one device. Nothing here leaves it.
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
