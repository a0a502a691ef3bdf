/** Answers how many milliseconds each step took since it was last asked, by how many are done. */
export function stopwatch(done: number): (done: number) => number {
  let last = { done, at: performance.now() };
  return (done) => {
    const now = { done, at: performance.now() };
    const each = (now.at - last.at) / Math.max(1, now.done - last.done);
    last = now;
    return each;
  };
}
