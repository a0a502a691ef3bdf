/** The page of a loss of one's own: written, drawn, checked and trained with. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import "./training.css";
import "./own-loss.css";
import { render } from "preact";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Missing } from "./parts/Missing.js";
import { Workbench } from "./parts/ownLoss/Workbench.js";
import { SiteNav } from "./parts/SiteNav.js";

function Page() {
  const engine = useNewEngine();
  return (
    <EngineContext.Provider value={engine}>
      <SiteNav here="own-loss" />
      <header>
        <h1>Say what a mistake costs.</h1>
        <p class="lead">
          No library has your loss. Write it as a few lines of WGSL: its derivative is made while you type,
          runs on your GPU in the same pass, and is checked against the reference, which reads your text too.
        </p>
      </header>
      <main>
        <Missing>
          The curve below is drawn by the float64 reference, which interprets your text on the CPU. Training
          needs a GPU.
        </Missing>
        <Workbench />
      </main>
      <footer>
        <p>fusedloss, MIT licence. What you write stays on your device.</p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
