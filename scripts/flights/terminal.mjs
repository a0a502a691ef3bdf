/** Lines for a terminal: one that is rewritten while work goes on, and tables whose columns stand in line. */
const { stdout } = process;
const colourful = stdout.isTTY && !process.env.NO_COLOR;

const paint = (code) => (text) => (colourful ? `\x1b[${code}m${text}\x1b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);

/** Where no line can be rewritten, one in so many seconds is enough. */
const sparseSeconds = 5;

/** A progress line: `show(done, total)` as often as there is news, then `end()`. */
export function progress(label) {
  let lastLine = performance.now();
  return {
    show(done, total, note = "") {
      const share = total ? `${String(Math.floor((100 * done) / total)).padStart(3)} %` : "";
      const line = [`  ${label}`, share, note].filter(Boolean).join("  ");
      if (stdout.isTTY) {
        stdout.write(`\r\x1b[2K${line.slice(0, (stdout.columns || 80) - 1)}`);
      } else if (performance.now() - lastLine > sparseSeconds * 1000) {
        lastLine = performance.now();
        console.log(line);
      }
    },
    end() {
      if (stdout.isTTY) stdout.write("\r\x1b[2K");
    },
  };
}

export function heading(text) {
  console.log(`\n${bold(text)}`);
}

/** Rows under heads: the first column to the left, the others, being numbers, to the right. */
export function table(heads, rows) {
  const lines = [heads, ...rows].map((row) => row.map(String));
  const widths = heads.map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  const line = (row) =>
    `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ")}`;
  console.log(dim(line(lines[0])));
  for (const row of lines.slice(1)) console.log(line(row));
}
