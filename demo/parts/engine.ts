/** The page's one engine, or why there is none. */
import { createEngine, type Engine, FusedLossError } from "fusedloss";
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

export type EngineState =
  | { readonly status: "starting" }
  | { readonly status: "ready"; readonly engine: Engine }
  | { readonly status: "missing"; readonly reason: string };

export const EngineContext = createContext<EngineState>({ status: "starting" });

export function useEngineState(): EngineState {
  return useContext(EngineContext);
}

/** Requests a device once, and notices when it is lost. */
export function useNewEngine(): EngineState {
  const [state, setState] = useState<EngineState>({ status: "starting" });
  useEffect(() => {
    let current = true;
    const show = (next: EngineState) => current && setState(next);
    createEngine().then(
      (engine) => {
        show({ status: "ready", engine });
        engine.lost.then(({ message }) =>
          show({ status: "missing", reason: `The GPU was lost (${message}). Reload the page to go on.` }),
        );
      },
      (error: unknown) => show({ status: "missing", reason: sentence(error) }),
    );
    return () => {
      current = false;
    };
  }, []);
  return state;
}

/** An error as a reader of the page wants it. */
export function sentence(error: unknown): string {
  if (error instanceof FusedLossError) return error.message.replace(/^createEngine: /, "");
  return error instanceof Error ? error.message : String(error);
}
