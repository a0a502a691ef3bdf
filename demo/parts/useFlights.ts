/** What is known of the flights so far, as the worker tells it. */

import { useCallback } from "preact/hooks";
import flightsFile from "vega-datasets/data/flights-3m.parquet?url";
import type { Comparison } from "../jobs/compare.js";
import { fits } from "../jobs/fit.js";
import type { Epoch } from "../jobs/late.js";
import type { Exact, Histogram, Late, News } from "../worker.js";
import { count } from "./numbers.js";
import { type JobStatus, type Turn, useJob } from "./useJob.js";

export interface FlightsState {
  readonly status: JobStatus;
  readonly text: string;
  /** 0 … 1 where it is known. */
  readonly share: number | undefined;
  readonly flights: number;
  readonly exact: Exact | undefined;
  readonly histogram: Histogram | undefined;
  /** The fitted number after each step, by loss. */
  readonly paths: Readonly<Record<string, readonly number[]>>;
  readonly fitSeconds: number | undefined;
  readonly landed: boolean | undefined;
  readonly history: readonly Epoch[];
  readonly late: Late | undefined;
  readonly comparisons: readonly Comparison[];
}

const nothing: FlightsState = {
  status: "idle",
  text: "",
  share: undefined,
  flights: 0,
  exact: undefined,
  histogram: undefined,
  paths: Object.fromEntries(fits.map(({ name }) => [name, [0]])),
  fitSeconds: undefined,
  landed: undefined,
  history: [],
  late: undefined,
  comparisons: [],
};

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

function after(state: FlightsState, news: News | Turn<string>): FlightsState {
  switch (news.kind) {
    case "start":
      return { ...nothing, status: "working", text: "asking for a GPU" };
    case "stop":
      return { ...state, status: "stopped", text: "stopped", share: undefined };
    case "download":
      return {
        ...state,
        text: `fetching ${megabytes(news.bytes)}${news.total ? ` of ${megabytes(news.total)}` : ""} MB`,
        share: news.total ? news.bytes / news.total : undefined,
      };
    case "read":
      return {
        ...state,
        text: `reading ${count(news.done)} of ${count(news.total)} flights`,
        share: news.done / news.total,
      };
    case "exact":
      return { ...state, ...news, text: "sorted; now fitting", share: undefined };
    case "step": {
      const paths = Object.entries(news.values).map(([name, value]) => [
        name,
        [...(state.paths[name] ?? []), value],
      ]);
      return { ...state, text: `step ${news.step}`, paths: Object.fromEntries(paths) };
    }
    case "fitted":
      return { ...state, landed: news.landed, fitSeconds: news.seconds, text: "fitted; now the regression" };
    case "epoch":
      return {
        ...state,
        history: [...state.history, news.epoch],
        text: `regression, epoch ${news.epoch.epoch}`,
      };
    case "late":
      return { ...state, late: news.late, text: "measuring, and checking against the reference" };
    case "comparison":
      return {
        ...state,
        comparisons: [...state.comparisons, news.comparison],
        text: `measured and checked ${news.comparison.name}`,
      };
    case "done":
      return { ...state, status: "done", text: `done in ${news.seconds.toFixed(0)} s` };
    case "failed":
      return { ...state, status: "failed", text: news.reason, share: undefined };
  }
}

const open = () => new Worker(new URL("../worker.ts", import.meta.url), { type: "module" });

export function useFlights() {
  const { state, start, stop } = useJob<FlightsState, News, string>(open, after, nothing);
  const begin = useCallback(() => start(new URL(flightsFile, location.href).href), [start]);
  return { state, start: begin, stop };
}
