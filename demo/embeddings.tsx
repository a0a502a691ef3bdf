/** The page of embeddings: four losses pull handwritten digits apart, from the same start. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import "./embeddings.css";
import { render } from "preact";
import { DeviceHeader } from "./parts/DeviceHeader.js";
import { DigitsCredit } from "./parts/DigitsCredit.js";
import { Embeddings } from "./parts/embeddings/Embeddings.js";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Missing } from "./parts/Missing.js";
import { SiteNav } from "./parts/SiteNav.js";

function Page() {
  return (
    <EngineContext.Provider value={useNewEngine()}>
      <SiteNav here="embeddings" />
      <DeviceHeader title="Four ways to pull digits apart.">
        Nobody tells the networks where a 3 belongs, only which pictures belong together. Four of them begin
        alike and see the same handwriting; each puts every picture at a point, and has another loss to say
        who must move.
      </DeviceHeader>
      <main>
        <Missing>The pictures below were recorded; training needs a GPU.</Missing>
        <Embeddings />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. The networks are TensorFlow.js, the losses and their gradients ours, by{" "}
          <code>fusedloss/tfjs</code>, on one device. <DigitsCredit />
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
