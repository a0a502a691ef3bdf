/** A file, what is asked of it, and what came of that. */
import { useMemo, useState } from "preact/hooks";
import { commandOf } from "../../model/ownData/commandOf.js";
import { type Chosen, lackOf, questionOf } from "../../model/ownData/question.js";
import { sampleFile } from "../../model/ownData/sampleFile.js";
import { EngineContext } from "../engine.js";
import { Missing } from "../Missing.js";
import { Choices } from "./Choices.js";
import { FileDrop } from "./FileDrop.js";
import { Results } from "./Results.js";
import { useColumns } from "./useColumns.js";
import { type MeasuringState, useMeasuring } from "./useMeasuring.js";

interface RunProps {
  readonly state: MeasuringState;
  readonly lack: string | undefined;
  readonly start: () => void;
  readonly stop: () => void;
}

function Run({ state: { status, text, share }, lack, start, stop }: RunProps) {
  const works = status === "working";
  const said = status === "idle" ? "in one pass, batch after batch" : text;
  return (
    <div class="run">
      <button
        type="button"
        class="action"
        disabled={!works && lack !== undefined}
        onClick={works ? stop : start}
      >
        {works ? "Stop" : "Measure on this device"}
      </button>
      {status !== "failed" && (
        <span class="quiet" role="status">
          {works ? said : (lack ?? said)}
        </span>
      )}
      <progress
        aria-label="share of the file that is read"
        max={1}
        value={share}
        class={works ? "" : "resting"}
      />
    </div>
  );
}

const Fault = ({ text }: { readonly text: string }) => (
  <p class="fault" role="alert">
    {text}
  </p>
);

export function Bench() {
  const [file, setFile] = useState<File>();
  const [chosen, setChosen] = useState<Chosen>({});
  const { state, start, stop } = useMeasuring(file);
  const head = useColumns(file);
  const take = (next: File) => {
    stop();
    setChosen({});
    setFile(next);
  };
  const known = head && !head.fault ? head : undefined;
  const question = useMemo(() => known && questionOf(known.file, known.columns, chosen), [known, chosen]);
  const lack = question && lackOf(question);
  const { status, text, answer, missing } = state;
  return (
    <EngineContext.Provider value={missing ? { status: "missing", reason: missing } : { status: "starting" }}>
      <Missing>
        The float64 reference measures the file on the CPU instead: slower, and up to a million rows.
      </Missing>
      <section aria-labelledby="file" data-status={status}>
        <h2 id="file">A file of predictions</h2>
        <FileDrop file={file} onFile={take} onSample={() => take(sampleFile())} />
        {head?.fault && <Fault text={head.fault} />}
        {known && question && (
          <>
            <Choices
              question={question}
              onChoose={(change) =>
                setChosen((before) => change(questionOf(known.file, known.columns, before)))
              }
            />
            <Run state={state} lack={lack} start={() => start(question)} stop={stop} />
          </>
        )}
        {status === "failed" && <Fault text={text} />}
        {answer && state.question && (
          <>
            <Results answer={answer} question={state.question} />
            {state.question !== question && <p class="quiet after">These are of what was chosen before.</p>}
          </>
        )}
      </section>
      {question && !lack && (
        <section aria-labelledby="elsewhere">
          <h2 id="elsewhere">The same without a page</h2>
          <pre class="program">
            <code>{commandOf(question)}</code>
          </pre>
        </section>
      )}
    </EngineContext.Provider>
  );
}
