/** Work in a worker of its own, as it tells of it: begun, stopped, begun again. */
import { proxy } from "comlink";
import { useCallback, useEffect, useReducer, useRef } from "preact/hooks";
import type { Job } from "../jobs/job.js";
import { callable } from "./callable.js";
import { sentence } from "./engine.js";

export type JobStatus = "idle" | "working" | "done" | "stopped" | "failed";

/** What the page adds to what the worker tells. */
export type Turn<Order> =
  | { readonly kind: "start"; readonly order: Order }
  | { readonly kind: "stop" }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * A worker ends when it has told that it is done or has failed, and at once when it is stopped: its device goes with
 * it.
 */
export function useJob<State, News extends { readonly kind: string }, Order>(
  open: () => Worker,
  after: (state: State, news: News | Turn<Order>) => State,
  nothing: State,
) {
  const [state, tell] = useReducer(after, nothing);
  const worker = useRef<Worker>(undefined);
  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = undefined;
  }, []);
  const start = useCallback(
    (order: Order) => {
      end();
      const started = open();
      worker.current = started;
      tell({ kind: "start", order });
      // What an ended worker has said may still be on its way.
      const hear = (news: News | Turn<Order>) => {
        if (worker.current !== started) return;
        if (news.kind === "done" || news.kind === "failed") end();
        tell(news);
      };
      const work = callable<Job<Order, News>>(started);
      work(order, proxy(hear)).catch((error: unknown) => hear({ kind: "failed", reason: sentence(error) }));
    },
    [open, end],
  );
  const stop = useCallback(() => {
    end();
    tell({ kind: "stop" });
  }, [end]);
  useEffect(() => end, [end]);
  return { state, start, stop };
}
