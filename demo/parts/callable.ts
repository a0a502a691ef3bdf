import { wrap } from "comlink";

/** The function that a worker exposes, as the page calls it. A call is rejected, too, where the worker does not start. */
export function callable<Work extends (...given: never[]) => unknown>(worker: Worker) {
  const remote = wrap(worker) as unknown as (
    ...given: Parameters<Work>
  ) => Promise<Awaited<ReturnType<Work>>>;
  return (...given: Parameters<Work>) =>
    new Promise<Awaited<ReturnType<Work>>>((resolve, reject) => {
      const fail = ({ message }: ErrorEvent) => reject(new Error(message || "The worker did not start."));
      worker.addEventListener("error", fail);
      remote(...given)
        .then(resolve, reject)
        .finally(() => worker.removeEventListener("error", fail));
    });
}
