/** A network that is told which notes were played and never when; and, beside it, one that is told. */
import { useMemo, useState } from "preact/hooks";
import {
  type Alignment,
  referenceAlignment,
  sceneOf,
  type Teacher,
} from "../../model/sequences/alignment.js";
import { melodies } from "../../model/sequences/melodies.js";
import { freshWeights, logitsOf, type Weights } from "../../model/sequences/network.js";
import { proofOf } from "../../model/sequences/proof.js";
import { recordedSteps, recordedWeights } from "../../model/sequences/recorded.js";
import { useEngineState } from "../engine.js";
import { TextReport } from "../TextReport.js";
import { Choice } from "./Choice.js";
import { Curves } from "./Curves.js";
import { Maps } from "./Maps.js";
import { PlayButton } from "./PlayButton.js";
import { Rewind } from "./Rewind.js";
import { Training } from "./Training.js";
import type { useSequences } from "./useSequences.js";
import { Verdict } from "./Verdict.js";
import { Words } from "./Words.js";

/** A shorter course may be asked for by the address: `?steps=20`. */
const steps = Number(new URLSearchParams(location.search).get("steps") ?? 120);

/** Of weights that are there without training: by the reference, which needs no GPU. */
const alignmentsOf = (weights: Weights): Alignment[] =>
  melodies.map(({ tune, sound }) => referenceAlignment(logitsOf(weights, sound), tune));

const stages = [
  { value: "before", title: "before its training" },
  { value: "after", title: `after ${recordedSteps} steps, recorded` },
] as const;

export function Listening({ job }: { readonly job: ReturnType<typeof useSequences> }) {
  const engine = useEngineState();
  const [teacher, setTeacher] = useState<Teacher>("ctc");
  const [title, setTitle] = useState(melodies[0]?.title ?? "");
  const [rewound, setRewound] = useState<number>();
  const [sounds, setSounds] = useState(false);
  const [stage, setStage] = useState<"before" | "after">("before");
  const still = useMemo(() => alignmentsOf(stage === "before" ? freshWeights() : recordedWeights()), [stage]);
  const { status, looks } = job.state;
  const works = status === "working";
  const at = melodies.findIndex((melody) => melody.title === title);
  const { tune, sound } = melodies[at] as (typeof melodies)[number];
  const look = looks[rewound ?? looks.length - 1];
  const alignment = (look?.alignments ?? still)[at] as Alignment;
  const scene = useMemo(() => sceneOf(alignment, tune, teacher), [alignment, tune, teacher]);
  const proof = useMemo(() => (works ? "" : proofOf(alignment, tune)), [works, alignment, tune]);
  return (
    <section
      aria-labelledby="listening"
      data-lesson="listening"
      data-status={status}
      data-step={look?.step}
      data-error-rate={look?.errorRate}
    >
      <h2 id="listening">Told what was played, never when</h2>
      <div class="split listening">
        <div class="prose">
          <p>
            A small network hears a tune, 64 frames of 50 ms, and says of each frame which of eight notes
            begins or sounds, or <em>blank</em>: nothing to write. It learns from new random tunes. The old
            ones here it is only shown.
          </p>
          {engine.status === "missing" ? (
            <Choice title="The network is shown" options={stages} value={stage} onChange={setStage} />
          ) : (
            <Training
              job={job}
              steps={steps}
              errorRate={look?.errorRate}
              onStart={(told) => {
                setRewound(undefined);
                setTeacher(told);
              }}
            />
          )}
          <Choice
            title="Shown is"
            options={melodies.map((melody) => ({ value: melody.title, title: melody.title }))}
            value={title}
            onChange={setTitle}
          />
          <PlayButton tune={tune} sounds={sounds} onChange={setSounds} />
          <Verdict tune={tune} scene={scene} />
        </div>
        <figure>
          <Maps tune={tune} sound={sound} scene={scene} teacher={teacher} sounds={sounds} />
          {looks.length > 1 && <Rewind looks={looks} at={rewound} onMove={setRewound} />}
          <figcaption>
            {look
              ? "Boxes are where the notes truly sound. The shade is the root of the number, so that little is seen too."
              : "Drawn from the float64 reference, without training. Boxes are where the notes truly sound; the shade is the root of the number."}
          </figcaption>
          {engine.status !== "missing" && <Curves looks={looks} steps={steps} teacher={teacher} />}
          {!works && <TextReport text={proof} title="Doubt it: the same numbers for PyTorch" />}
        </figure>
        <Words />
      </div>
    </section>
  );
}
