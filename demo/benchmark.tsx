/** The benchmark of the visitor's machine. */
import "./style.css";
import "./benchmark.css";
import { render } from "preact";
import { Benchmark } from "./parts/benchmark/Benchmark.js";
import { DeviceHeader } from "./parts/DeviceHeader.js";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Missing } from "./parts/Missing.js";
import { SiteNav } from "./parts/SiteNav.js";

function Page() {
  return (
    <EngineContext.Provider value={useNewEngine()}>
      <SiteNav here="benchmark" />
      <DeviceHeader title="How fast is it here?">
        Four losses with their gradients, on this machine, beside the speed at which its memory can be copied,
        a plain JavaScript loop and TensorFlow.js.
      </DeviceHeader>
      <main>
        <Missing>Without it the plain loop can still be timed.</Missing>
        <Benchmark />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. The same race on the command line, with more losses and jax-js in it:{" "}
          <code>npm run bench</code>. Nothing here leaves your device.
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
