/** Where there is no WebGPU: what to do here, and what can be read all the same. */
import type { ComponentChildren } from "preact";
import { useEngineState } from "./engine.js";

export function Missing({ children }: { readonly children: ComponentChildren }) {
  const state = useEngineState();
  if (state.status !== "missing") return null;
  return (
    <section class="missing" role="alert">
      <h2>No GPU for this page</h2>
      <p>{state.reason}</p>
      <p>{children}</p>
    </section>
  );
}
