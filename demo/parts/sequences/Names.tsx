/** Notes by name, each where it begins. */
import { nameOf } from "../../model/sequences/notes.js";
import { frames, type Held } from "../../model/sequences/tune.js";

interface Props {
  readonly title: string;
  readonly notes: readonly (Held & { readonly start: number })[];
  readonly kind: string;
}

const share = (count: number) => `${(100 * count) / frames}%`;

export function Names({ title, notes, kind }: Props) {
  return (
    <div class={`heat names ${kind}`} aria-hidden="true">
      <div class="row-names">
        <span>{title}</span>
      </div>
      <div class="cells">
        {notes.map(({ note, start, frames: length }) => (
          <span key={start} style={{ left: share(start), width: `calc(${share(length)} - 2px)` }}>
            {nameOf(note)}
          </span>
        ))}
      </div>
    </div>
  );
}
