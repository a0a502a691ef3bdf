/** A tune four times over one time: as it sounds, as it is read, where it may be, and what is to change. */
import { useMemo } from "preact/hooks";
import type { Scene, Teacher } from "../../model/sequences/alignment.js";
import { blank, classes, nameOf, namesOf, notes } from "../../model/sequences/notes.js";
import { bands } from "../../model/sequences/spectrogram.js";
import { frames, notesOf, secondsPerFrame, startsOf, type Tune } from "../../model/sequences/tune.js";
import { percent } from "../numbers.js";
import { type Box, Heat } from "./Heat.js";
import { Names } from "./Names.js";

interface Props {
  readonly tune: Tune;
  readonly sound: Float32Array;
  readonly scene: Scene;
  readonly teacher: Teacher;
  /** While it sounds, a line goes over the pictures. */
  readonly sounds: boolean;
}

/** The highest note on top, as on paper. */
const rowOf = (note: number) => notes.length - note;
const noteIn = (row: number) => notes.length - row;
const noteNames = notes.map(({ name }) => name).toReversed();

/** The notes of a tune with their beginnings, silences left out. */
function placesOf(tune: Tune) {
  const starts = startsOf(tune);
  return tune.map((held, i) => ({ ...held, start: starts[i] ?? 0 })).filter(({ note }) => note !== blank);
}

/** The runs of frames in which the likeliest class is a note. */
function readingOf(best: readonly number[]) {
  const runs = best.flatMap((note, start) => {
    if (note === blank || note === best[start - 1]) return [];
    const end = best.findIndex((other, t) => t > start && other !== note);
    return [{ note, start, frames: (end < 0 ? frames : end) - start }];
  });
  return runs;
}

/** A map of a number per class: the notes, and below them the blank. */
function ByClass({
  values,
  label,
  boxes,
  kind,
  signed = false,
}: {
  readonly values: Float64Array;
  readonly label: string;
  readonly boxes: readonly Box[];
  readonly kind: string;
  readonly signed?: boolean;
}) {
  const shadeOf = (t: number, label: number) => values[t * classes + label] ?? 0;
  const colours = signed ? ({ colour: "loss", below: "slope" } as const) : ({ colour: "slope" } as const);
  return (
    <>
      <Heat
        kind={kind}
        rows={notes.length}
        shadeOf={(t, row) => shadeOf(t, noteIn(row))}
        names={noteNames}
        label={label}
        boxes={boxes}
        {...colours}
      />
      <Heat
        kind={`${kind} blank`}
        rows={1}
        shadeOf={(t) => shadeOf(t, blank)}
        names={["blank"]}
        label="The same for the blank, in a row of its own"
        {...(signed ? colours : { colour: "ink" })}
      />
    </>
  );
}

/** Where the push is the strongest, in words. */
function pushOf(slopes: Float64Array): string {
  const at = slopes.reduce((best, slope, i) => (Math.abs(slope) > Math.abs(slopes[best] ?? 0) ? i : best), 0);
  const [frame, label] = [Math.floor(at / classes), at % classes];
  const name = label === blank ? "the blank" : nameOf(label);
  return `most ${(slopes[at] ?? 0) > 0 ? "down" : "up"} for ${name} at ${(frame * secondsPerFrame).toFixed(2)} s`;
}

export function Maps({ tune, sound, scene, teacher, sounds }: Props) {
  const places = useMemo(() => placesOf(tune), [tune]);
  const reading = useMemo(() => readingOf(scene.best), [scene]);
  const { states, shares } = scene.lattice;
  const boxes = places.map(({ start, frames, note }) => ({ start, frames, row: rowOf(note) }));
  const steps = places.map(({ start, frames }, i) => ({ start, frames, row: 2 * i + 1 }));
  const played = namesOf(notesOf(tune));
  return (
    <div class="maps">
      <h3>What it hears: 32 bands of sound</h3>
      <Names title="" kind="played" notes={places} />
      <Heat
        kind="sound"
        rows={bands}
        shadeOf={(t, row) => (sound[t * bands + bands - 1 - row] ?? 0) ** 2 / 8}
        colour="ink"
        label={`Spectrogram of ${played}: loudness by band and time`}
      />
      <h3>What it says of each frame: the probability of every note, and of the blank</h3>
      <ByClass
        kind="says"
        values={scene.probabilities}
        label={`Probabilities by note and time; the likeliest read ${namesOf(scene.heard)}; the blank leads in ${percent(scene.blanks, 0)} of the frames`}
        boxes={boxes}
      />
      <Names title="reads" kind="read" notes={reading} />
      <h3>Where that leaves the tune: the share of all alignments in each of its steps</h3>
      <Heat
        kind="paths"
        rows={states.length}
        shadeOf={(t, row) => shares[t * states.length + row] ?? 0}
        names={states.map((label) => (label === blank ? "" : nameOf(label)))}
        colour="huber"
        label={`The alignments of ${played}, from the first note at the upper left to the last at the lower right: as wide as ${scene.alignments.toExponential(0)} equally likely ones`}
        boxes={steps}
      />
      <h3>
        What it is told: says − {teacher === "ctc" ? "share of the alignments" : "true note of the frame"}
        <span class="push">
          <b class="less">less</b> <b class="more">more</b>
        </span>
      </h3>
      <ByClass
        kind="told"
        values={scene.slopes}
        label={`The slope of the loss by each score; red pushes down, blue up, ${pushOf(scene.slopes)}`}
        boxes={[]}
        signed
      />
      <div class="heat time" aria-hidden="true">
        <div class="row-names" />
        <div class="cells">
          <span>0 s</span>
          <span>{(frames * secondsPerFrame) / 2} s</span>
          <span>{frames * secondsPerFrame} s</span>
        </div>
      </div>
      {sounds && (
        <div class="playhead" aria-hidden="true">
          <i style={{ animationDuration: `${frames * secondsPerFrame}s` }} />
        </div>
      )}
    </div>
  );
}
