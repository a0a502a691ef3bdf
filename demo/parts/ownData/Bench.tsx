/** A file, its columns, what it is measured by, and what came of it. */
import type { ColumnName } from "fusedloss/files";
import { useId, useMemo, useState } from "preact/hooks";
import type { Question } from "../../jobs/measureFile.js";
import { guessColumns, isTold, type Places } from "../../model/ownData/guessColumns.js";
import { sampleFile } from "../../model/ownData/sampleFile.js";
import { type DataTask, taskOf, tasks } from "../../model/ownData/tasks.js";
import { EngineContext } from "../engine.js";
import { NoDevice } from "../NoDevice.js";
import { ColumnChoice } from "./ColumnChoice.js";
import { FileDrop } from "./FileDrop.js";
import { MeasureChoice } from "./MeasureChoice.js";
import { Results } from "./Results.js";
import { useColumns } from "./useColumns.js";
import { useMeasuring } from "./useMeasuring.js";

/** What was chosen by hand, of one file and task; all else is guessed. */
interface Chosen {
  readonly task?: string;
  readonly places?: Places;
  readonly asked?: readonly string[];
}

/** The first task whose inputs the columns' names tell of; else that of numbers. */
function likelyTask(columns: readonly ColumnName[]): DataTask {
  return tasks.find((task) => isTold(task, columns)) ?? taskOf("numbers");
}

/** Why it cannot be measured yet. */
function lackOf({ places, asked, task }: Question): string | undefined {
  if (asked.length === 0) return "choose a loss or a metric";
  const several = taskOf(task).inputs.find(({ several, name }) => several && (places[name]?.length ?? 0) < 2);
  return several && `choose the columns of ${several.name}, one for each class`;
}

function Steps({
  question,
  onChoose,
}: {
  readonly question: Question;
  readonly onChoose: (more: Chosen) => void;
}) {
  const id = useId();
  const task = taskOf(question.task);
  const { columns, places, asked } = question;
  return (
    <div class="steps">
      <section aria-labelledby="columns">
        <h3 id="columns">What is in it</h3>
        <div class="field">
          <label for={id}>its predictions are of</label>
          <select
            id={id}
            data-task
            value={task.name}
            onChange={(event) => onChoose({ task: event.currentTarget.value })}
          >
            {tasks.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <ColumnChoice
          task={task}
          columns={columns}
          places={places}
          onChoose={(input, at) => onChoose({ task: task.name, places: { ...places, [input]: at }, asked })}
        />
      </section>
      <section aria-labelledby="measures">
        <h3 id="measures">What it is measured by</h3>
        <MeasureChoice
          task={task}
          asked={asked}
          onAsk={(names) => onChoose({ task: task.name, places, asked: names })}
        />
      </section>
    </div>
  );
}

export function Bench() {
  const [file, setFile] = useState<File>();
  const [chosen, setChosen] = useState<Chosen>({});
  const { state, start, stop, forget } = useMeasuring();
  const head = useColumns(file);
  const take = (next: File) => {
    forget();
    setChosen({});
    setFile(next);
  };
  const question = useMemo((): Question | undefined => {
    if (!head || head.fault) return undefined;
    const { file, columns } = head;
    const task = chosen.task ? taskOf(chosen.task) : likelyTask(columns);
    const places = chosen.places ?? guessColumns(task, columns);
    return { file, columns, places, task: task.name, asked: chosen.asked ?? task.usual };
  }, [head, chosen]);
  const lack = question && lackOf(question);
  const { status, text, share, answer, missing } = state;
  const works = status === "working" || status === "stopping";
  return (
    <EngineContext.Provider value={missing ? { status: "missing", reason: missing } : { status: "starting" }}>
      <NoDevice>
        The float64 reference measures the file on the CPU instead: slower, up to a million rows.
      </NoDevice>
      <section aria-labelledby="file" data-status={status}>
        <h2 id="file">A file of predictions</h2>
        <FileDrop file={file} onFile={take} onSample={() => take(sampleFile())} />
        {head?.fault && (
          <p class="fault" role="alert">
            {head.fault}
          </p>
        )}
        {question && (
          <>
            <Steps question={question} onChoose={setChosen} />
            <div class="run">
              <button
                type="button"
                class="action"
                disabled={status === "stopping" || (!works && lack !== undefined)}
                onClick={() => (works ? stop() : start(question))}
              >
                {works ? "Stop" : "Measure on this device"}
              </button>
              {status !== "failed" && (
                <span class="quiet" role="status">
                  {lack && !works ? lack : status === "idle" ? "in one pass, batch after batch" : text}
                </span>
              )}
              <progress
                aria-label="share of the file that is read"
                max={1}
                value={share}
                class={works ? "" : "resting"}
              />
            </div>
          </>
        )}
        {status === "failed" && (
          <p class="fault" role="alert">
            {text}
          </p>
        )}
        {answer && state.question && (
          <>
            <Results answer={answer} question={state.question} />
            {state.question !== question && <p class="quiet after">These are of what was chosen before.</p>}
          </>
        )}
      </section>
    </EngineContext.Provider>
  );
}
