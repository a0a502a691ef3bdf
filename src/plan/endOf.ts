/** The place after the bracket that closes the one at `open`. */
export function endOf(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const sign = text[at] as string;
    if ("([{".includes(sign)) depth++;
    if (")]}".includes(sign) && --depth === 0) return at + 1;
  }
  return text.length;
}
