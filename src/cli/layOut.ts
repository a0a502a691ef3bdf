/** Rows of cells as lines of text, the columns in line. */
export function layOut(rows: readonly (readonly string[])[], indent = "  "): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return rows.map((row) => (indent + row.map((cell, i) => cell.padEnd(widths[i]!)).join("  ")).trimEnd());
}
