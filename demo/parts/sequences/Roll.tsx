/** A sheet to draw a tune on: time to the right, notes upwards, one at a time. */
import { useRef } from "preact/hooks";
import { blank, namesOf, notes } from "../../model/sequences/notes.js";
import { frames, notesOf, tuneOf } from "../../model/sequences/tune.js";
import { Heat } from "./Heat.js";

interface Props {
  /** The note of every frame. */
  readonly drawn: readonly number[];
  readonly onDraw: (drawn: readonly number[]) => void;
}

const within = (value: number, last: number) => Math.min(last, Math.max(0, Math.floor(value)));

export function Roll({ drawn, onDraw }: Props) {
  const stroke = useRef<{ readonly frame: number; readonly erases: boolean }>(undefined);
  const latest = useRef(drawn);
  latest.current = drawn;
  const cellOf = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = (currentTarget as Element).getBoundingClientRect();
    const row = within(((clientY - top) / height) * notes.length, notes.length - 1);
    return { frame: within(((clientX - left) / width) * frames, frames - 1), note: notes.length - row };
  };
  /** From the last frame to this, or a quick hand would leave gaps. */
  const draw = (event: PointerEvent) => {
    if (!stroke.current) return;
    const { frame, note } = cellOf(event);
    const { frame: before, erases } = stroke.current;
    const [from, to] = [Math.min(before, frame), Math.max(before, frame)];
    const next = latest.current.map((old, t) => {
      if (t < from || t > to) return old;
      return erases ? blank : note;
    });
    stroke.current = { frame, erases };
    latest.current = next;
    onDraw(next);
  };
  const begin = (event: PointerEvent) => {
    const { frame, note } = cellOf(event);
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    stroke.current = { frame, erases: latest.current[frame] === note };
    draw(event);
  };
  const end = () => {
    stroke.current = undefined;
  };
  return (
    <Heat
      kind="roll"
      rows={notes.length}
      shadeOf={(t, row) => Number(drawn[t] === notes.length - row)}
      names={notes.map(({ name }) => name).toReversed()}
      colour="ink"
      label={`A sheet to draw on, with the notes ${namesOf(notesOf(tuneOf(drawn)))}; the keys below write on it, too`}
      pointer={{ onPointerDown: begin, onPointerMove: draw, onLostPointerCapture: end }}
    />
  );
}
