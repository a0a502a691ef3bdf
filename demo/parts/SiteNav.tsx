/** Where else to go: all pages under their headings; where the screen is narrow, behind a button. */
import { useId, useState } from "preact/hooks";
import { groups, pages } from "../site.js";

export function SiteNav({ here }: { readonly here: string }) {
  const list = useId();
  const [open, setOpen] = useState(false);
  const current = pages.find(({ name }) => name === here);
  return (
    <nav
      class="site"
      aria-label="Pages"
      onKeyDown={({ key }) => {
        if (key === "Escape") setOpen(false);
      }}
    >
      <a class="wordmark" href="./index.html">
        fusedloss
      </a>
      <button type="button" aria-expanded={open} aria-controls={list} onClick={() => setOpen(!open)}>
        {current?.title ?? "Pages"}
      </button>
      <div class="groups" id={list}>
        {groups.map((group) => (
          <div key={group}>
            <p>{group}</p>
            <ul aria-label={group}>
              {pages
                .filter((page) => page.group === group)
                .map(({ name, title }) => (
                  <li key={name}>
                    <a href={`./${name}.html`} aria-current={name === here ? "page" : undefined}>
                      {title}
                    </a>
                  </li>
                ))}
            </ul>
          </div>
        ))}
        <div>
          <p>In code</p>
          <ul aria-label="In code">
            <li>
              <a href="./api/index.html">API</a>
            </li>
          </ul>
        </div>
      </div>
    </nav>
  );
}
