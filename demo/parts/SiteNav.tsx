/** Where else to go. */
import { pages } from "../site.js";

export function SiteNav({ here }: { readonly here: string }) {
  return (
    <nav class="site" aria-label="Pages">
      <a class="wordmark" href="./index.html">
        fusedloss
      </a>
      <ul>
        {pages.map(({ name, title }) => (
          <li key={name}>
            <a href={`./${name}.html`} aria-current={name === here ? "page" : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
