/** On what the page runs. */
import { useEngineState } from "./engine.js";

export function Badge() {
  const state = useEngineState();
  if (state.status === "starting") return <p class="badge">asking for a GPU …</p>;
  if (state.status === "missing") return <p class="badge off">no WebGPU here</p>;
  const { vendor, architecture, description, software } = state.engine.info;
  const name = [vendor, architecture].filter(Boolean).join(" · ") || description || "unnamed adapter";
  return (
    <p class="badge on" title={description}>
      running on <strong>{name}</strong> {software ? "(software: WebGPU on the CPU)" : "(hardware)"}
    </p>
  );
}
