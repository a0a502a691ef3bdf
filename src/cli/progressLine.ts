/** A line that is rewritten as work goes on; none where nobody looks. */
export function progressLine(unit: string) {
  const { stderr } = process;
  let isShown = false;
  return {
    show: (done: number, total: number | undefined): void => {
      if (!stderr.isTTY) return;
      const share = total ? ` of ${total.toLocaleString("en-US")}` : "";
      stderr.write(`\r\x1b[2K  ${done.toLocaleString("en-US")}${share} ${unit}`);
      isShown = true;
    },
    end: (): void => {
      if (isShown) stderr.write("\r\x1b[2K");
    },
  };
}
