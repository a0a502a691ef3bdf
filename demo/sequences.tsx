/** The page of CTC: tunes whose notes are told, and whose times are found. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import "./training.css";
import "./sequences.css";
import { render } from "preact";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Missing } from "./parts/Missing.js";
import { SiteNav } from "./parts/SiteNav.js";
import { Sequences } from "./parts/sequences/Sequences.js";

function Page() {
  return (
    <EngineContext.Provider value={useNewEngine()}>
      <SiteNav here="sequences" />
      <header>
        <h1>It is told the notes. It finds the times.</h1>
        <p class="lead">
          Connectionist temporal classification adds up every way in which the notes may lie in the sound. For
          the tune below those are 10¹⁴ alignments at first, a green cloud. Watch it draw together while a
          network learns to write tunes down.
        </p>
      </header>
      <main>
        <Missing>
          The pictures below are of a network that was recorded before and after its training, and drawn from
          the float64 reference, which needs no GPU. It reads your tune, too.
        </Missing>
        <Sequences />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. CTC: A. Graves, S. Fernández, F. Gomez, J. Schmidhuber (2006). The network
          is TensorFlow.js, its loss ours, on one device. Nothing here leaves yours.
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
