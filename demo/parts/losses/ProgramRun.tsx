/** The program of a loss, to be copied, and to be run here. */
import { useState } from "preact/hooks";
import type { Program } from "../../model/program.js";
import { sentence, useEngineState } from "../engine.js";
import { figures, power } from "../numbers.js";
import { type Ran, useRun } from "./useRun.js";

/** So many fit on a line. */
const most = 8;

function numbers(list: ArrayLike<number>): string {
  const shown = Array.from(list)
    .slice(0, list.length > most ? most - 2 : most)
    .map(figures)
    .join(", ");
  return list.length > most ? `[${shown}, … ${list.length} numbers]` : `[${shown}]`;
}

function resultText({ loss, gradients }: Ran): string {
  const rows = Object.entries(gradients).map(([name, list]) => [`gradients.${name}`, numbers(list)] as const);
  const all = [["loss", figures(loss)] as const, ...rows];
  const width = Math.max(...all.map(([name]) => name.length)) + 2;
  return all.map(([name, text]) => name.padEnd(width) + text).join("\n");
}

function verdict({ judged }: Ran): string {
  if (!judged) return "By the float64 reference on the CPU: there is no GPU here.";
  const { ok, off } = judged;
  if (!ok)
    return `From this device’s GPU. It is ${power(off)} off the float64 reference, which is more than it may be.`;
  if (off === 0) return "From this device’s GPU, and equal to the float64 reference.";
  return `From this device’s GPU, at most ${power(off)} off the float64 reference.`;
}

export function ProgramRun({ program }: { readonly program: Program }) {
  const state = useEngineState();
  const [run, start] = useRun(program);
  const [copied, setCopied] = useState(false);
  const busy = run.status === "working" || state.status === "starting";
  const copy = () => navigator.clipboard.writeText(program.text).then(() => setCopied(true));
  return (
    <>
      <pre class="program">
        <code>
          {program.text}
          {run.status === "done" && <span class="result">{`\n\n${resultText(run.ran)}`}</span>}
        </code>
      </pre>
      <div class="buttons">
        <button type="button" class="action" disabled={busy} onClick={start}>
          {state.status === "missing" ? "Run by the reference" : "Run on this device"}
        </button>
        <button type="button" class="action second" onClick={copy}>
          {copied ? "Copied" : "Copy"}
        </button>
        <p role="status" class="quiet" data-run={run.status}>
          {run.status === "working" && "running …"}
          {run.status === "done" && verdict(run.ran)}
          {run.status === "failed" && sentence(run.error)}
        </p>
      </div>
    </>
  );
}
