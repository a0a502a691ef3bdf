/** The reference of losses: one address for each, with its parameters. */
import "uplot/dist/uPlot.min.css";
import "./style.css";
import "./losses.css";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { pages } from "./model/shelves.js";
import { EngineContext, useNewEngine } from "./parts/engine.js";
import { LossArticle } from "./parts/losses/LossArticle.js";
import { Shelf } from "./parts/losses/Shelf.js";
import { Unknown } from "./parts/losses/Unknown.js";
import { useAddress } from "./parts/losses/useAddress.js";
import { Missing } from "./parts/Missing.js";
import { SiteNav } from "./parts/SiteNav.js";

function Page() {
  const engine = useNewEngine();
  const [{ name: asked, settings }, change] = useAddress();
  const name = asked || "huber";
  const info = pages.find((one) => one.name === name);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(name);

  useEffect(() => {
    document.title = info ? `${name}: a loss of fusedloss` : "fusedloss: every loss";
    if (shown.current === name) return;
    shown.current = name;
    // Whoever chose it has it before their eyes: the list of a phone stands above the page.
    const top = main.current?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > innerHeight / 2) main.current?.scrollIntoView({ block: "start" });
  }, [name, info]);

  return (
    <EngineContext.Provider value={engine}>
      <SiteNav here="losses" />
      <header class="brief">
        <h1>Every loss, and its slope.</h1>
        <p class="lead">
          {pages.length} losses, each with its formula, its curve on your GPU over that of the float64
          reference, what it takes, and a program to run here. Every address can be kept.
        </p>
      </header>
      <Missing>The curves and the programs’ results are those of the float64 reference, on the CPU.</Missing>
      <div class="library">
        <Shelf chosen={info ? name : ""} />
        <main ref={main}>
          {info ? <LossArticle info={info} settings={settings} onChange={change} /> : <Unknown name={name} />}
        </main>
      </div>
      <footer>
        <p>fusedloss, MIT licence. Nothing here leaves your device.</p>
      </footer>
    </EngineContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
