/** The page of a classifier: trained by one loss, then by another, and judged by what was wanted of it. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import "./classifier.css";
import { render } from "preact";
import { Classifier } from "./parts/classifier/Classifier.js";
import { DeviceHeader } from "./parts/DeviceHeader.js";
import { DigitsCredit } from "./parts/DigitsCredit.js";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Missing } from "./parts/Missing.js";
import { SiteNav } from "./parts/SiteNav.js";

function Page() {
  return (
    <EngineContext.Provider value={useNewEngine()}>
      <SiteNav here="classifier" />
      <DeviceHeader title="Nothing learns by accuracy.">
        Accuracy has no slope, so a classifier learns by a loss in its stead, and which one decides what it
        will get right. Train it on handwriting in which some digits are rare; then train it by another loss,
        and see the metrics part while accuracy hardly stirs.
      </DeviceHeader>
      <main>
        <Missing>
          What the losses charge is drawn below by the float64 reference, and there are the figures of runs
          that were recorded. Training needs a GPU.
        </Missing>
        <Classifier />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. The network is TensorFlow.js, its loss and the gradient ours, by{" "}
          <code>fusedloss/tfjs</code>, on one device. <DigitsCredit />
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
