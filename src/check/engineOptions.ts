import { InvalidInputError } from "../errors.js";
import { checkOptionNames } from "./options.js";
import { isNumber, show } from "./params.js";

const names = ["device", "adapter", "powerPreference", "requiredLimits", "memoryLimit", "label"];

const powers: readonly unknown[] = ["low-power", "high-performance"];

/** What the options must be that are no objects of WebGPU. */
const rules: Readonly<Record<string, readonly [fits: (value: unknown) => boolean, range: string]>> = {
  powerPreference: [(value) => powers.includes(value), '"low-power" or "high-performance"'],
  memoryLimit: [(value) => isNumber(value) && value > 0, "a number of bytes > 0"],
  label: [(value) => typeof value === "string", "a string"],
};

/** Refuses what `createEngine` does not take. */
export function checkEngineOptions(options: object): void {
  checkOptionNames("createEngine", options, names);
  for (const [key, [fits, range]] of Object.entries(rules)) {
    const value = (options as Readonly<Record<string, unknown>>)[key];
    if (value === undefined || fits(value)) continue;
    throw new InvalidInputError(`createEngine: ${key} is ${show(value)}; it must be ${range}.`, {
      input: key,
      ...(typeof value === "number" ? { value } : {}),
    });
  }
}
