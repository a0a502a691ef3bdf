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
          Connectionist temporal classification adds up every way in which the notes could lie in the sound.
          At first that is a cloud of 10¹⁴ alignments; watch it become one while a network learns to write
          tunes down.
        </p>
      </header>
      <main>
        <Missing>
          The pictures below are of the untrained network, by the float64 reference, which needs no GPU.
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
