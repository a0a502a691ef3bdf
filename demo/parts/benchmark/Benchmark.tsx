/** Starts the benchmark, tells how far it is, and shows what it found. */
import { useMemo, useState } from "preact/hooks";
import { type Size, sizes } from "../../model/benchmarkRows.js";
import { type EngineState, useEngineState } from "../engine.js";
import { Field } from "../Field.js";
import { TextReport } from "../TextReport.js";
import { Bars } from "./Bars.js";
import { BenchmarkTable } from "./BenchmarkTable.js";
import { reportOf } from "./reportOf.js";
import { useBenchmark } from "./useBenchmark.js";

const sizeControl = { kind: "choice", values: sizes, start: "usual" } as const;

function Honesty({ engine }: { readonly engine: EngineState }) {
  const software = engine.status === "ready" && engine.engine.info.software;
  return (
    <p>
      {software
        ? "This browser runs WebGPU in software, on the CPU. The numbers prove that the results are right; of the speed of a GPU they say nothing, and a plain loop may well be faster here."
        : "A plain loop starts and ends in JavaScript, where its numbers are; on the GPU each step here pays for reading one number back. Within a training step it would not."}
    </p>
  );
}

export function Benchmark() {
  const engine = useEngineState();
  const { state, start, stop } = useBenchmark();
  const [size, setSize] = useState<Size>("usual");
  const { status, text, rows, total } = state;
  const works = status === "working";
  const gpu = engine.status === "ready";
  const report = useMemo(() => reportOf(state), [state]);
  return (
    <section aria-label="Benchmark" data-status={status}>
      <div class="split">
        <div class="prose">
          <p>
            Whoever is timed has first given loss and gradient as the float64 reference has them. Then all
            take turns, seven rounds, after a warm-up, so that a slow second of the machine is in everybody’s
            time. The yardstick is a kernel that only moves the same bytes.
          </p>
          <Honesty engine={engine} />
          <Field
            name="batch"
            control={sizeControl}
            value={size}
            onChange={(value) => setSize(value as Size)}
          />
          <div class="run">
            {works ? (
              <button type="button" class="action" onClick={stop}>
                Stop
              </button>
            ) : (
              <>
                <button
                  type="button"
                  class="action"
                  disabled={engine.status === "starting"}
                  onClick={() => start({ size, gpu, tensorflow: false })}
                >
                  {status === "idle" ? "Measure this machine" : "Measure again"}
                </button>
                <button
                  type="button"
                  class="action second"
                  disabled={!gpu}
                  onClick={() => start({ size, gpu, tensorflow: true })}
                >
                  With TensorFlow.js beside it
                </button>
              </>
            )}
            <span class="quiet" role="status">
              {status === "idle" ? "TensorFlow.js is loaded only if you ask for it" : text}
            </span>
            {works && <progress aria-label="progress" max={total} value={rows.length} />}
          </div>
        </div>
        <div class="measured">
          <div class="rows">
            {rows.map((row) => (
              <Bars key={row.name} row={row} />
            ))}
          </div>
          <BenchmarkTable rows={rows} />
          {rows.length > 0 && !works && <TextReport text={report} title="The table as text" />}
        </div>
      </div>
    </section>
  );
}
