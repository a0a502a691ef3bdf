/** Where on the page one is, as the address says it: `#/huber?delta=1`. */
import type { Settings } from "./controls.js";

/** What a parameter may be in an address; a list is one number per class. */
export type Value = Settings[string] | readonly number[];

export interface Address {
  /** Of a loss; empty where the address names none. */
  readonly name: string;
  readonly settings: Readonly<Record<string, Value>>;
}

/** Numbers, switches and lists are what JSON says; all else is a word. */
function readValue(text: string): Value {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "number" || typeof value === "boolean" || Array.isArray(value) ? value : text;
  } catch {
    return text;
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

export function addressOf(hash: string): Address {
  const [, name = "", query = ""] = hash.match(/^#\/?([^?]*)\??(.*)$/) ?? [];
  const settings = [...new URLSearchParams(query)].map(([key, text]) => [key, readValue(text)]);
  return { name: decoded(name), settings: Object.fromEntries(settings) };
}

export function hashOf({ name, settings }: Address): string {
  const query = new URLSearchParams(
    Object.entries(settings).flatMap(([key, value]) => {
      if (value === undefined) return [];
      return [[key, typeof value === "object" ? JSON.stringify(value) : String(value)]];
    }),
  ).toString();
  return `#/${name}${query ? `?${query}` : ""}`;
}
