/** The benchmark, as its worker tells of it. */
import type { RowResult } from "../../bench/compareRow.js";
import type { BenchmarkNews, BenchmarkOrder } from "../../benchmarkWorker.js";
import { rowsOf } from "../../model/benchmarkRows.js";
import type { Device } from "../../model/device.js";
import { type JobStatus, type Turn, useJob } from "../useJob.js";

export interface BenchmarkState {
  readonly status: JobStatus;
  readonly text: string;
  readonly rows: readonly RowResult[];
  readonly total: number;
  readonly device: Device | undefined;
}

const nothing: BenchmarkState = { status: "idle", text: "", rows: [], total: 0, device: undefined };

function after(state: BenchmarkState, news: BenchmarkNews | Turn<BenchmarkOrder>): BenchmarkState {
  switch (news.kind) {
    case "start":
      return {
        ...nothing,
        status: "working",
        text: news.order.gpu ? "asking for a GPU" : "making numbers",
        total: rowsOf(news.order.size).length,
      };
    case "stop":
      return { ...state, status: "stopped", text: `stopped after ${state.rows.length} of ${state.total}` };
    case "device":
      return { ...state, device: news.device };
    case "stage":
      return { ...state, text: news.text };
    case "row":
      return { ...state, rows: [...state.rows, news.row] };
    case "done":
      return { ...state, status: "done", text: `done in ${news.seconds.toFixed(1)} s` };
    case "failed":
      return { ...state, status: "failed", text: news.reason };
  }
}

const open = () => new Worker(new URL("../../benchmarkWorker.ts", import.meta.url), { type: "module" });

export const useBenchmark = () => useJob<BenchmarkState, BenchmarkNews, BenchmarkOrder>(open, after, nothing);
