/** The list of all losses, and a box to find one by any of its names. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { findLosses } from "../../model/findLosses.js";
import { pages, type Shelf as Row, shelves } from "../../model/shelves.js";
import { Name } from "./Name.js";

/** What there is to choose from: all kind by kind, or what was found, the likeliest first. */
function rowsFor(query: string): readonly Row[] {
  if (query.trim() === "") return shelves;
  const losses = findLosses(query).flatMap((name) => pages.filter((info) => info.name === name));
  return [{ name: losses.length === 0 ? "nothing found" : `${losses.length} found`, losses }];
}

/** Moves along the links of the list, from the box and back to it. */
function walk(event: KeyboardEvent): void {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  const list = event.currentTarget as HTMLElement;
  if (step === undefined) return;
  const stops = [...list.querySelectorAll<HTMLElement>("input, a")];
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function Shelf({ chosen }: { readonly chosen: string }) {
  const [query, setQuery] = useState("");
  const rows = useMemo(() => rowsFor(query), [query]);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const seek = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement | null)?.closest(
        "input:not([type=range]), select, textarea",
      );
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener("keydown", seek);
    return () => removeEventListener("keydown", seek);
  }, []);

  // The list scrolls by itself: the page stays where it is.
  useEffect(() => {
    const here = chosen && list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!here || !list.current) return;
    const frame = list.current.getBoundingClientRect();
    const { top, bottom } = here.getBoundingClientRect();
    const end = Math.min(frame.bottom, innerHeight);
    if (top < frame.top || bottom > end) list.current.scrollTop += top - frame.top - (end - frame.top) / 3;
  }, [chosen]);

  const open = (event: SubmitEvent) => {
    event.preventDefault();
    // What stands in the box: who types fast is ahead of what is drawn.
    const asked = box.current?.value ?? "";
    const [best] = rowsFor(asked)[0]?.losses ?? [];
    if (asked.trim() && best) location.hash = `#/${best.name}`;
  };

  return (
    <nav class="shelf" aria-label="Losses" onKeyDown={walk}>
      <search>
        <form onSubmit={open}>
          <input
            ref={box}
            type="search"
            aria-label="Find a loss"
            placeholder="Find: huber, BCELoss …"
            aria-keyshortcuts="/"
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </form>
      </search>
      <div class="shelf-list" ref={list}>
        {rows.map(({ name, losses }) => (
          <section key={name} aria-label={name}>
            <h3 aria-live="polite">{name}</h3>
            <ul>
              {losses.map((info) => (
                <li key={info.name}>
                  <a href={`#/${info.name}`} aria-current={info.name === chosen ? "page" : undefined}>
                    <Name of={info.name} />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
