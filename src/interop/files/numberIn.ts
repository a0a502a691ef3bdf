/** Words that programs write for numbers, in any case. */
const words: ReadonlyMap<string, number> = new Map([
  ["true", 1],
  ["false", 0],
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["+inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

/** The number that a cell holds; undefined if it holds none. */
export function numberIn(cell: unknown): number | undefined {
  switch (typeof cell) {
    case "number":
      return cell;
    case "string": {
      const text = cell.trim();
      const number = Number(text);
      if (text === "" || Number.isNaN(number)) return words.get(text.toLowerCase());
      return number;
    }
    case "bigint":
    case "boolean":
      return Number(cell);
    default:
      return undefined;
  }
}

/** What is wrong with a cell that holds no number, to stand before "; …". */
export function faultOf(cell: unknown): string {
  if (cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "")) {
    return "there is no value";
  }
  if (typeof cell === "string") return `${JSON.stringify(cell)} is no number`;
  return `${Array.isArray(cell) ? "a list" : String(cell)} is no number`;
}
