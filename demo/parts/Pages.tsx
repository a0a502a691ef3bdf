/** The other pages, each with what it says of itself. */

import { sentences } from "virtual:sentences";
import { groups, pages } from "../site.js";

export function Pages() {
  return (
    <section aria-labelledby="pages">
      <h2 id="pages">More to see, all of it on this device</h2>
      <div class="offers">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {pages
                .filter((page) => page.group === group && page.name !== "index")
                .map(({ name, title }) => (
                  <li key={name}>
                    <a href={`./${name}.html`}>{title}</a>
                    <p>{sentences[name]}</p>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
