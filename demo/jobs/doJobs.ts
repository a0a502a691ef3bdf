/** The worker's side of `useJob`: does what it is ordered, and tells the page if that fails. */
export function doJobs<Order>(work: (order: Order) => Promise<void>): void {
  addEventListener("message", ({ data }: MessageEvent<Order>) => {
    work(data).catch((error: unknown) => {
      postMessage({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    });
  });
}
