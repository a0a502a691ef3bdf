/** `Symbol.dispose`, also where it is not there yet: `using` needs it, nothing else does. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for("Symbol.dispose") as never);
