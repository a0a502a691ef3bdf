import { type Digits, unpackDigits } from "./digits.js";

/** The pictures, from the file beside the page. */
export async function fetchDigits(url: string): Promise<Digits> {
  const response = await fetch(url);
  if (!response.ok || !response.body) {
    throw new Error(`The digits did not come: ${response.status} from ${url}.`);
  }
  const unpacked = response.body.pipeThrough(new DecompressionStream("gzip"));
  return unpackDigits(new Uint8Array(await new Response(unpacked).arrayBuffer()));
}
