/** For an address that names no loss: which ones are written much like it. */
import { nearNames } from "../../model/findLosses.js";

export function Unknown({ name }: { readonly name: string }) {
  const near = nearNames(name);
  return (
    <article class="loss" aria-live="polite">
      <h2>There is no loss “{name}”</h2>
      {near.length > 0 ? (
        <>
          <p>Written much like it:</p>
          <ul class="near">
            {near.map((one) => (
              <li key={one}>
                <a href={`#/${one}`}>{one}</a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>Find one in the list; the box above it also knows what other libraries call them.</p>
      )}
    </article>
  );
}
