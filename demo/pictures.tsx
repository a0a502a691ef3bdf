/** The page of pictures: five losses, each moving the pixels of one picture, side by side. */
import "./style.css";
import "./pictures.css";
import { render } from "preact";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { Missing } from "./parts/Missing.js";
import { ProgramHeader } from "./parts/ProgramHeader.js";
import { Studio } from "./parts/pictures/Studio.js";
import { SiteNav } from "./parts/SiteNav.js";

const program = `const loss = await engine.compile(ssim(), shapes);
const pixels = await engine.optimizer(adam(), {
  predictions: tensor(noise, [1, 3, 96, 96]),
});
const inputs = { ...pixels.parameters, targets };

for (let step = 0; step < 4; step++) {
  loss.encode(encoder, inputs);
  pixels.encode(encoder, loss.gradients);
}
device.queue.submit([encoder.finish()]);`;

function Page() {
  const engine = useNewEngine();
  return (
    <EngineContext.Provider value={engine}>
      <SiteNav here="pictures" />
      <ProgramHeader title="Five ideas of what makes two pictures alike." program={program}>
        Nothing is trained here: the pixels themselves are the parameters. Five losses begin with the same
        noise and move it downhill, each towards what it calls alike. What a loss does not see, it does not
        mend.
      </ProgramHeader>
      <main>
        <Missing>
          The pictures below were recorded. The float64 reference can move the pixels of the first three on
          the CPU; perceptual and gram ask a network, and that needs a GPU.
        </Missing>
        <Studio />
        <section aria-labelledby="network">
          <h2 id="network">A network that nobody trained</h2>
          <p class="lead">
            perceptual and gram compare features. Here these come of a network of three layers whose weights
            are written down, not learned: 3 × 3 pixels of a mean and a spot of either sign and of two edges,
            in every colour; ReLU; and means of 2 × 2 pixels, so that each layer sees the picture at half the
            size of the one before. TensorFlow.js runs it and carries slopes from the features back to the
            pixels; the losses, their slopes and Adam are fusedloss’s. Both work on one device, and no picture
            leaves it but to be seen.
          </p>
        </section>
      </main>
      <footer>
        <p>
          fusedloss, MIT licence. The pictures are drawn by a few lines of mathematics; one of yours never
          leaves your device.
        </p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
