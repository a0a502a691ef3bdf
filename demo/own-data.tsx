/** The page of one's own data: a file is read and measured where it is. */
import "./style.css";
import "./training.css";
import "./own-data.css";
import { render } from "preact";
import { Bench } from "./parts/ownData/Bench.js";
import { SiteNav } from "./parts/SiteNav.js";

function Page() {
  return (
    <>
      <SiteNav here="own-data" />
      <header>
        <h1>Measure your model where its data are.</h1>
        <p class="lead">
          Drop a file of predictions and say which column is which. It is read in batches and measured by your
          GPU in one pass, a thousand rows or a billion. Nothing leaves the machine: there is no server to
          send it to.
        </p>
      </header>
      <main>
        <Bench />
      </main>
      <footer>
        <p>fusedloss, MIT licence. Files are read by papaparse, hyparquet, npyjs and apache-arrow.</p>
      </footer>
    </>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
