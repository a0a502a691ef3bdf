/** Lets a tune be heard, and ends it. */
import { useEffect, useRef } from "preact/hooks";
import type { Tune } from "../../model/sequences/tune.js";
import { play } from "./play.js";

interface Props {
  readonly tune: Tune;
  readonly sounds: boolean;
  readonly onChange: (sounds: boolean) => void;
}

export function PlayButton({ tune, sounds, onChange }: Props) {
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), [tune]);
  const start = () => {
    stop.current = play(tune, () => {
      stop.current = undefined;
      onChange(false);
    });
    onChange(true);
  };
  return (
    <button type="button" class="plain" onClick={sounds ? () => stop.current?.() : start}>
      {sounds ? "Silence" : "Listen to it"}
    </button>
  );
}
