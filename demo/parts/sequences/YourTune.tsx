/** A tune of the visitor's own, read while it is drawn, by the network as far as it is trained. */
import { useMemo, useState } from "preact/hooks";
import { referenceAlignment, sceneOf } from "../../model/sequences/alignment.js";
import { hear } from "../../model/sequences/heard.js";
import { logitsOf, type Weights } from "../../model/sequences/network.js";
import { blank, notes } from "../../model/sequences/notes.js";
import { hold } from "../../model/sequences/randomTune.js";
import { append, held, withoutLast } from "../../model/sequences/sheet.js";
import { framesOf, tuneOf } from "../../model/sequences/tune.js";
import { randomFrom } from "../../training/random.js";
import { Maps } from "./Maps.js";
import { PlayButton } from "./PlayButton.js";
import { play } from "./play.js";
import { Roll } from "./Roll.js";
import { Verdict } from "./Verdict.js";

const begun = framesOf(hold([5, 3, 4, 2, 1], randomFrom(3).uniform));
const nothing = begun.map(() => blank);

interface Props {
  readonly weights: Weights;
  /** Whose numbers they are. */
  readonly reader: string;
}

export function YourTune({ weights, reader }: Props) {
  const [drawn, setDrawn] = useState<readonly number[]>(begun);
  const [sounds, setSounds] = useState(false);
  const { tune, sound } = useMemo(() => hear(tuneOf(drawn), randomFrom(9)), [drawn]);
  const scene = useMemo(
    () => sceneOf(referenceAlignment(logitsOf(weights, sound), tune), tune, "ctc"),
    [weights, tune, sound],
  );
  const write = (note: number) => {
    setDrawn(append(drawn, note));
    play([{ note, frames: held }], () => undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const note = Number(event.key);
    if (note >= 1 && note <= notes.length) write(note);
    else if (event.key === "Backspace") setDrawn(withoutLast(drawn));
    else return;
    event.preventDefault();
  };
  return (
    <section aria-labelledby="yours" data-lesson="yours" data-reader={reader}>
      <h2 id="yours">Now you</h2>
      <div class="split listening">
        <div class="prose">
          <p>
            Draw a tune with a mouse or a finger; drawing over a note takes it away. Or play it on the keys:
            where one has the focus, 1 to 8 play, too, and Backspace takes back. It is read as you go, by{" "}
            {reader}.
          </p>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: its buttons are; digits are a short way to them. */}
          <div class="keys" onKeyDown={onKeyDown}>
            {notes.map(({ name }, i) => (
              <button type="button" key={name} onClick={() => write(i + 1)}>
                {name}
              </button>
            ))}
          </div>
          <div class="copy">
            <button type="button" class="plain" onClick={() => setDrawn(withoutLast(drawn))}>
              Take back
            </button>
            <button type="button" class="plain" onClick={() => setDrawn(nothing)}>
              Clear
            </button>
            <PlayButton tune={tune} sounds={sounds} onChange={setSounds} />
          </div>
        </div>
        <figure>
          <div class="maps">
            <h3>Your tune</h3>
            <Roll drawn={drawn} onDraw={setDrawn} />
          </div>
          <Maps tune={tune} sound={sound} scene={scene} teacher="ctc" sounds={sounds} />
        </figure>
        <Verdict tune={tune} scene={scene} />
      </div>
    </section>
  );
}
