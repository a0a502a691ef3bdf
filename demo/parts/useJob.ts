/** Work in a worker of its own, as it tells of it: begun, stopped, begun again. */
import { useCallback, useEffect, useReducer, useRef } from "preact/hooks";

export type JobStatus = "idle" | "working" | "done" | "stopped" | "failed";

/** What the page adds to what the worker tells. */
export type Turn<Order> = { readonly kind: "start"; readonly order: Order } | { readonly kind: "stop" };

interface Failed {
  readonly kind: "failed";
  readonly reason: string;
}

/**
 * A worker ends when it has told that it is done or has failed, and at once when it is stopped: its device goes with
 * it.
 */
export function useJob<State, News extends { readonly kind: string }, Order>(
  open: () => Worker,
  after: (state: State, news: News | Failed | Turn<Order>) => State,
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
      started.onmessage = ({ data }: MessageEvent<News>) => {
        if (data.kind === "done" || data.kind === "failed") end();
        tell(data);
      };
      started.onerror = ({ message }) =>
        tell({ kind: "failed", reason: message || "The worker did not start." });
      started.postMessage(order);
      worker.current = started;
      tell({ kind: "start", order });
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
