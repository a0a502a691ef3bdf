import { layOut } from "./layOut.js";

/** What a file came to. */
export interface Results {
  readonly file: string;
  readonly rows: number;
  readonly results: Readonly<Record<string, number | Float64Array>>;
}

/** One object; what is not a finite number is a word, as JSON has none. */
export function asJson({ file, rows, results }: Results): string {
  const values = Object.entries(results).map(([name, value]) => [
    name,
    typeof value === "number" ? plain(value) : Array.from(value, plain),
  ]);
  return `${JSON.stringify({ file, rows, results: Object.fromEntries(values) }, null, 2)}\n`;
}

function plain(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** A line for each number; what comes by class in as many lines as there are classes. */
export function asTable({ file, rows, results }: Results): string {
  const lines = Object.entries(results).flatMap(([name, value]) =>
    typeof value === "number" ? [[name, text(value)]] : byClass(name, value),
  );
  return `${[...layOut(lines), "", `  ${rows.toLocaleString("en-US")} rows of ${file}`].join("\n")}\n`;
}

/** A confusion matrix is counts, as many rows as columns; all else one number for each class. */
function byClass(name: string, values: Float64Array): string[][] {
  const isMatrix = name.startsWith("confusionMatrix");
  const width = isMatrix ? Math.sqrt(values.length) : 1;
  return Array.from({ length: values.length / width }, (_, row) => {
    const numbers = Array.from(values.subarray(row * width, (row + 1) * width), text);
    return [row === 0 ? name : "", `class ${row}`, ...numbers];
  });
}

/** Counts whole, all else to eight places, which f32 does not exceed. */
function text(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(8)));
}
