/** The training page: four lessons, each trained in a worker while one looks. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import "./training.css";
import { render } from "preact";
import { CloudLesson } from "./parts/CloudLesson.js";
import { DigitLesson } from "./parts/DigitLesson.js";
import { DigitsCredit } from "./parts/DigitsCredit.js";
import { LineLesson } from "./parts/LineLesson.js";
import { ProgramHeader } from "./parts/ProgramHeader.js";
import { SiteNav } from "./parts/SiteNav.js";

const program = `for (let i = 0; i < 10; i++) {
  step.encode(encoder, inputs);
  optimizer.encode(encoder, step.gradients);
}
device.queue.submit([encoder.finish()]);`;

function Page() {
  return (
    <>
      <SiteNav here="training" />
      <ProgramHeader title="Training that never leaves the GPU." program={program}>
        Loss, gradient and the optimiser’s step follow each other in one command buffer, many steps to a
        submit. Nothing comes back but what you want to see. Five models, trained on your device while you
        look.
      </ProgramHeader>
      <main>
        <LineLesson />
        <CloudLesson />
        <DigitLesson />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. <a href="./index.html">Losses, and three million flights</a>.{" "}
          <DigitsCredit />
        </p>
      </footer>
    </>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
