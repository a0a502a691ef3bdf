/** Back through the looks at a training; at its right end it follows. */
import { useId } from "preact/hooks";
import type { Look } from "../../training/listener/listen.js";

interface Props {
  readonly looks: readonly Look[];
  /** Which look; the last where left out. */
  readonly at: number | undefined;
  readonly onMove: (at: number | undefined) => void;
}

export function Rewind({ looks, at, onMove }: Props) {
  const id = useId();
  const last = looks.length - 1;
  const step = looks[at ?? last]?.step ?? 0;
  return (
    <div class="field rewind">
      <label for={id}>back and forth through its training</label>
      <output for={id}>after step {step}</output>
      <input
        id={id}
        type="range"
        min={0}
        max={last}
        value={at ?? last}
        aria-valuetext={`after step ${step}`}
        onInput={({ currentTarget: { valueAsNumber: to } }) => onMove(to === last ? undefined : to)}
      />
    </div>
  );
}
