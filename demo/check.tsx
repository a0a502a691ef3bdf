/** The check of the visitor's device: the whole catalogue, GPU against reference. */
import "./style.css";
import "./check.css";
import { render } from "preact";
import { Check } from "./parts/check/Check.js";
import { DeviceHeader } from "./parts/DeviceHeader.js";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Missing } from "./parts/Missing.js";
import { SiteNav } from "./parts/SiteNav.js";

function Page() {
  return (
    <EngineContext.Provider value={useNewEngine()}>
      <SiteNav here="check" />
      <DeviceHeader title="Does this device compute right?">
        Drivers differ. Every loss, every gradient and every metric, computed on your GPU and by the float64
        reference, and how far they are apart.
      </DeviceHeader>
      <main>
        <Missing>What would be checked is listed below.</Missing>
        <Check />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. In your own code: <code>verify</code> of <code>fusedloss/reference</code>{" "}
          does the same with your own numbers. Nothing here leaves your device.
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
