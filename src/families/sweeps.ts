/** Bytes that a workgroup finds near still, in a cache or in registers, when it comes to them again. */
const nearBytes = 2 ** 14;

/** How often so many bytes, gone over so many times on end by a workgroup, are read from memory. */
export function sweepsOf(times: number, bytes: number): number {
  return bytes <= nearBytes ? Math.min(times, 1) : times;
}
