/** The check of a device, as its worker tells of it. */
import type { CheckedRow, CheckNews, CheckOrder } from "../../checkWorker.js";
import type { Device } from "../../model/device.js";
import { type JobStatus, type Turn, useJob } from "../useJob.js";

export interface CheckState {
  readonly status: JobStatus;
  /** What is to be checked. */
  readonly names: readonly string[];
  readonly rows: readonly CheckedRow[];
  readonly device: Device | undefined;
  readonly seconds: number | undefined;
  /** Why it failed as a whole. */
  readonly reason: string | undefined;
}

const nothing: CheckState = {
  status: "idle",
  names: [],
  rows: [],
  device: undefined,
  seconds: undefined,
  reason: undefined,
};

function after(state: CheckState, news: CheckNews | Turn<CheckOrder>): CheckState {
  switch (news.kind) {
    case "start":
      return { ...nothing, status: "working", names: news.order };
    case "stop":
      return { ...state, status: "stopped" };
    case "device":
      return { ...state, device: news.device };
    case "row":
      return { ...state, rows: [...state.rows, news.row] };
    case "done":
      return { ...state, status: "done", seconds: news.seconds };
    case "failed":
      return { ...state, status: "failed", reason: news.reason };
  }
}

const open = () => new Worker(new URL("../../checkWorker.ts", import.meta.url), { type: "module" });

export const useCheck = () => useJob<CheckState, CheckNews, CheckOrder>(open, after, nothing);
