/** What a program prints in this page: see programModules.ts. */
import { vi } from "vitest";

export async function printedBy(program: () => Promise<unknown>): Promise<string[]> {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    await program();
    return log.mock.calls.map((words) => words.join(" "));
  } finally {
    log.mockRestore();
  }
}
