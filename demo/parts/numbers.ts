/** Numbers as one sets them in print. */
const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [..."-0123456789"].map((plain, i) => [plain, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[i] ?? plain]),
);

const minus = (text: string) => text.replace("-", "−");

export const count = (number: number) => number.toLocaleString("en-US");

export const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)}\u202f%`;

/** A name that may break where its words meet: binaryCross|Entropy. */
export const breakable = (name: string) =>
  name.replace(".", ".\u200b").replace(/([a-z])([A-Z])/g, "$1\u200b$2");

/** With so many digits after the point, and no sign before a zero. */
export function fixed(number: number, digits = 2): string {
  const text = number.toFixed(digits);
  return minus(Number(text) === 0 ? text.replace("-", "") : text);
}

/** As few digits as tell it. */
export const short = (number: number) => minus(String(Number(number.toFixed(3))));

/** With four figures, wherever the point is. */
export const figures = (number: number) => minus(String(Number(number.toPrecision(4))));

/** With enough figures to be read back as the same 32-bit number. */
export const written = (number: number | undefined) => String(Number((number ?? 0).toPrecision(9)));

/** 6·10⁻⁸, with so many digits after the point. */
export function power(number: number, digits = 0): string {
  if (number === 0) return "0";
  const [mantissa = "", exponent = ""] = number.toExponential(digits).split("e");
  const raised = [...exponent.replace("+", "")].map((digit) => superscripts[digit]).join("");
  return mantissa === "1" ? `10${raised}` : `${mantissa}·10${raised}`;
}
