/** The whole catalogue, off the page's thread: each loss and metric on an engine of its own and by the reference. */

import { expose } from "comlink";
import { createEngine, type Engine } from "fusedloss";
import { type Checked, checkLoss } from "./jobs/check/checkLoss.js";
import { checkMetric } from "./jobs/check/checkMetric.js";
import type { Tell } from "./jobs/job.js";
import { type Checkable, checkables } from "./model/checkables.js";
import { type Device, deviceOf } from "./model/device.js";

/** One that was checked, or the error that it ended with. */
export interface CheckedRow {
  readonly name: string;
  readonly ok: boolean;
  readonly checked?: Checked;
  readonly reason?: string;
}

export type CheckNews =
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "row"; readonly row: CheckedRow }
  | { readonly kind: "done"; readonly seconds: number };

/** What the page asks for: names. */
export type CheckOrder = readonly string[];

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function checkOne(engine: Engine, one: Checkable): Promise<CheckedRow> {
  const { name } = one;
  try {
    const checked = await (one.kind === "loss" ? checkLoss(engine, one.make) : checkMetric(engine, one.make));
    return { name, ok: checked.ok, checked };
  } catch (error) {
    return { name, ok: false, reason: reasonOf(error) };
  }
}

async function check(names: CheckOrder, tell: Tell<CheckNews>): Promise<void> {
  const engine = await createEngine();
  tell({ kind: "device", device: deviceOf(engine) });
  try {
    const start = performance.now();
    for (const one of checkables.filter(({ name }) => names.includes(name))) {
      tell({ kind: "row", row: await checkOne(engine, one) });
    }
    tell({ kind: "done", seconds: (performance.now() - start) / 1000 });
  } finally {
    engine.destroy();
  }
}

expose(check);
