/** What a call throws, which must be of this class. */
export function caught<T extends Error>(type: new (...args: never[]) => T, call: () => unknown): T {
  try {
    call();
  } catch (error) {
    if (error instanceof type) return error;
    throw error;
  }
  throw new Error(`nothing was thrown; a ${type.name} was expected.`);
}
