/** How good the model is now, beside the one before it, and how long a step takes. */
import { titleOf } from "../../model/classifier/titleOf.js";
import { count, figures, percent } from "../numbers.js";
import { metricNames } from "./metricNames.js";
import type { Run } from "./useClassifier.js";

/** The median over looks: the first waits for kernels. */
function msPerStep({ looks }: Run): number | undefined {
  const times = looks.flatMap(({ msPerStep }) => msPerStep ?? []).sort((a, b) => a - b);
  return times[times.length >> 1];
}

function Speed({ run }: { readonly run: Run }) {
  const ms = msPerStep(run);
  if (ms === undefined) return null;
  return (
    <p class="quiet speed" data-ms={ms}>
      {figures(Number(ms.toPrecision(2)))} ms a step, {count(Number((1000 / ms).toPrecision(2)))} steps a
      second
    </p>
  );
}

export function Scores({ run, before }: { readonly run: Run | undefined; readonly before: Run | undefined }) {
  const [now, then] = [run?.looks.at(-1), before?.looks.at(-1)];
  return (
    <>
      <table class="scores">
        <caption>
          {run && run.labels.length > 0
            ? `Learned from ${count(run.shown)} pictures, judged on ${count(run.labels.length)} others`
            : "Judged on pictures that it does not learn from"}
        </caption>
        <thead>
          <tr>
            <th scope="col">metric</th>
            <th scope="col">{run ? titleOf(run.settings) : "now"}</th>
            {before && <th scope="col">before: {titleOf(before.settings)}</th>}
          </tr>
        </thead>
        <tbody>
          {metricNames.map(({ name, title, colour }) => (
            <tr key={name} data-metric={name} data-value={now?.[name]} data-before={then?.[name]}>
              <th scope="row">
                <i class="swatch" style={{ background: `var(--${colour})` }} />
                {title}
              </th>
              <td>{now ? percent(now[name]) : "–"}</td>
              {before && <td class="quiet">{then ? percent(then[name]) : "–"}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {run && <Speed run={run} />}
    </>
  );
}
