/** Programs as documents print them. */

/** The code blocks of a page that are programs. */
export function programsIn(page: string): string[] {
  return [...page.matchAll(/^```(?:js|ts)\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
}

/** What a program says it prints: the comment after each `console.log`. */
export function promised(program: string): string[] {
  const lines = program.split("\n").filter((line) => line.includes("console.log("));
  return lines.map((line) => line.split(/; *\/\/ /)[1] ?? `nothing is promised after: ${line}`);
}
