/** Where there is no WebGPU: why, and what the page still shows. */
import type { ComponentChildren } from "preact";
import { useEngineState } from "./engine.js";

export function NoDevice({ children }: { readonly children: ComponentChildren }) {
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
