/** Lists of the command line: words between commas, of which those with an equals sign begin something. */
import { InvalidInputError } from "../errors.js";

/** `huber:delta=2` as it was written, taken apart. */
export interface Named {
  readonly text: string;
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** `logits=a,b,targets=c` → logits: a, b; targets: c. */
export function readInputs(texts: readonly string[]): Map<string, string[]> {
  const inputs = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const word of texts.flatMap((text) => text.split(","))) {
    const at = word.indexOf("=");
    if (at === 0 || word === "" || (at < 0 && !last)) {
      throw new InvalidInputError(
        `eval: --input has ${JSON.stringify(word)}; input=column was wanted, as in logits=score.`,
      );
    }
    if (at < 0) {
      last!.push(word);
      continue;
    }
    const input = word.slice(0, at);
    if (inputs.has(input)) {
      throw new InvalidInputError(`eval: --input gives ${input} twice; name each input once.`, { input });
    }
    last = [word.slice(at + 1)];
    inputs.set(input, last);
  }
  return inputs;
}

/** `huber:delta=2,mse` → huber with delta 2; mse. A list of numbers goes on: `classWeights=1,2`. */
export function readNames(option: string, texts: readonly string[]): Named[] {
  const found: { name: string; words: [key: string, values: string[]][]; text: string }[] = [];
  for (const word of texts.flatMap((text) => text.split(","))) {
    const [, name, , rest] = /^([A-Za-z][\w.]*)(:(.*))?$/.exec(word) ?? [];
    const last = found.at(-1);
    if (name) found.push({ name, words: rest ? [assignment(option, rest)] : [], text: word });
    else if (word.includes("=") && last) last.words.push(assignment(option, word));
    else if (/^[-+.\d]/.test(word) && last?.words.length) last.words.at(-1)![1].push(word);
    else
      throw new InvalidInputError(
        `eval: ${option} has ${JSON.stringify(word)}; a name was wanted, as in huber or huber:delta=2.`,
      );
    if (!name) last!.text += `,${word}`;
  }
  return found.map(({ name, words, text }) => ({
    name,
    text,
    params: Object.fromEntries(words.map(([key, values]) => [key, parsedValue(values)])),
  }));
}

function assignment(option: string, text: string): [key: string, values: string[]] {
  const [, key, value] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (key && value) return [key, [value]];
  throw new InvalidInputError(
    `eval: ${option} has ${JSON.stringify(text)}; parameter=value was wanted, as in delta=2.`,
  );
}

function parsedValue(values: readonly string[]): unknown {
  const read = values.map((text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  });
  return read.length === 1 ? read[0] : read;
}
