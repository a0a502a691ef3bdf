/** The points in hand: those of a preset, as the visitor has moved them. */
import { useCallback, useReducer, useRef } from "preact/hooks";
import { type Cloud, withPointAt } from "../../model/outliers/cloud.js";
import { type Preset, presets } from "../../model/outliers/presets.js";
import { sentence } from "../engine.js";
import { fetchFlights } from "./fetchFlights.js";

interface CloudState {
  readonly preset: Preset;
  /** As the preset has it. */
  readonly original: Cloud;
  /** As it is now. */
  readonly cloud: Cloud;
  readonly chosen: number;
  /** What is being fetched, or why that failed. */
  readonly news: string;
}

type Deed =
  | { readonly kind: "show"; readonly preset: Preset; readonly cloud: Cloud }
  | { readonly kind: "move"; readonly index: number; readonly x: number; readonly y: number }
  | { readonly kind: "choose"; readonly index: number }
  | { readonly kind: "reset" }
  | { readonly kind: "tell"; readonly news: string };

/** Its last outlier, which one is likely to take first. */
const shown = (preset: Preset, cloud: Cloud): CloudState => ({
  preset,
  original: cloud,
  cloud,
  chosen: Math.max(0, cloud.far.lastIndexOf(true)),
  news: "",
});

function after(state: CloudState, deed: Deed): CloudState {
  switch (deed.kind) {
    case "show":
      return shown(deed.preset, deed.cloud);
    case "move":
      return {
        ...state,
        chosen: deed.index,
        cloud: withPointAt(state.cloud, deed.index, deed.x, deed.y),
      };
    case "choose":
      return { ...state, chosen: deed.index };
    case "reset":
      return { ...state, cloud: state.original };
    case "tell":
      return { ...state, news: deed.news };
  }
}

export function useCloud() {
  const [first] = presets;
  const [state, tell] = useReducer(after, shown(first, first.cloud));
  const wanted = useRef<Preset>(first);
  const choosePreset = useCallback((preset: Preset) => {
    wanted.current = preset;
    if (preset.cloud !== "flights") {
      tell({ kind: "show", preset, cloud: preset.cloud });
      return;
    }
    tell({ kind: "tell", news: "fetching the flights" });
    fetchFlights().then(
      (cloud) => wanted.current === preset && tell({ kind: "show", preset, cloud }),
      (error: unknown) => tell({ kind: "tell", news: sentence(error) }),
    );
  }, []);
  const move = useCallback((index: number, x: number, y: number) => tell({ kind: "move", index, x, y }), []);
  const choose = useCallback((index: number) => tell({ kind: "choose", index }), []);
  const reset = useCallback(() => tell({ kind: "reset" }), []);
  return { ...state, choosePreset, move, choose, reset };
}
