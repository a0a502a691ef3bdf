/** Starts the check, tells how far it is, and shows what came of it: what is wrong first. */
import { useMemo, useState } from "preact/hooks";
import { checkables } from "../../model/checkables.js";
import { useEngineState } from "../engine.js";
import { TextReport } from "../TextReport.js";
import { CheckTable } from "./CheckTable.js";
import { reportOf } from "./reportOf.js";
import { type CheckState, useCheck } from "./useCheck.js";

const namesOf = (kind: "loss" | "metric") =>
  checkables.filter((one) => one.kind === kind).map(({ name }) => name);

const losses = namesOf("loss");
const metrics = namesOf("metric");

function statusText({ status, names, rows, reason, seconds }: CheckState): string {
  switch (status) {
    case "idle":
      return `${losses.length} losses and ${metrics.length} metrics, a few seconds; in software half a minute`;
    case "working":
      return rows.length < names.length
        ? `${rows.length} of ${names.length}, now ${names[rows.length]}`
        : "all of them";
    case "done":
      return `done in ${(seconds ?? 0).toFixed(1)} s`;
    case "stopped":
      return `stopped after ${rows.length} of ${names.length}`;
    case "failed":
      return reason ?? "";
  }
}

function Verdict({ state: { rows, status } }: { readonly state: CheckState }) {
  const wrong = rows.filter(({ ok }) => !ok).length;
  if (rows.length === 0) return null;
  return (
    <p class={`score ${wrong ? "wrong" : ""}`} data-wrong={wrong}>
      <strong>{wrong ? `${wrong} of ${rows.length}` : rows.length}</strong>
      <span>
        {wrong
          ? "outside the tolerance: please send the report"
          : `within the tolerance${status === "working" ? " so far" : ", every one"}`}
      </span>
    </p>
  );
}

export function Check() {
  const engine = useEngineState();
  const { state, start, stop } = useCheck();
  const [words, setWords] = useState("");
  const wanted = useMemo(() => {
    const has = (name: string) => name.toLowerCase().includes(words.trim().toLowerCase());
    return checkables.map(({ name }) => name).filter(has);
  }, [words]);
  const rows = useMemo(() => new Map(state.rows.map((row) => [row.name, row])), [state.rows]);
  const text = useMemo(() => reportOf(state), [state]);
  const { status } = state;
  const works = status === "working";
  const shown = works || state.rows.length > 0 ? state.names : wanted;
  const wrong = state.rows.filter(({ ok }) => !ok).map(({ name }) => name);
  const right = (names: readonly string[]) =>
    names.filter((name) => shown.includes(name) && !wrong.includes(name));
  return (
    <section aria-label="Check" data-status={status}>
      <div class="split">
        <div class="prose beside">
          <p>
            Each gets the same seeded numbers on both sides: ties, zeros, outliers, masked classes, rows that
            do not count, sizes that divide by nothing. A loss and its gradients may be off by{" "}
            <span class="nowrap">10⁻⁵ of the number</span> plus{" "}
            <span class="nowrap">10⁻⁷ of what was summed</span>, a metric by <span class="nowrap">10⁻⁶</span>.
          </p>
          <form
            class="run"
            onSubmit={(event) => {
              event.preventDefault();
              if (works) stop();
              else start(wanted);
            }}
          >
            <label class="only">
              Only names with
              <input
                type="search"
                value={words}
                placeholder="all"
                disabled={works}
                onInput={(event) => setWords(event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="action" disabled={engine.status !== "ready" || wanted.length === 0}>
              {works ? "Stop" : status === "idle" ? "Check this device" : "Check again"}
            </button>
            <span class="quiet" role="status">
              {wanted.length > 0 ? statusText(state) : "no loss and no metric has that in its name"}
            </span>
            {works && <progress aria-label="progress" max={state.names.length} value={state.rows.length} />}
          </form>
          <Verdict state={state} />
          {state.rows.length > 0 && !works && <TextReport text={text} title="The report" />}
        </div>
        <div class="tables">
          <CheckTable caption="Outside the tolerance" names={wrong} rows={rows} />
          <CheckTable
            caption="Losses, in their default variants; the bars grow with the root of the share"
            names={right(losses)}
            rows={rows}
          />
          <CheckTable caption="Metrics" names={right(metrics)} rows={rows} />
        </div>
      </div>
    </section>
  );
}
