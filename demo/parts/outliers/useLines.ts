/** The lines of all losses through points, on their way. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { flat, type Line } from "../../model/lines/line.js";
import { type FitSettings, lineFits, usual } from "../../model/lines/lineFits.js";
import { settle } from "../../model/lines/settle.js";
import type { Points } from "../../training/data.js";
import { sentence } from "../engine.js";
import type { Fitter } from "./useFitter.js";

/** What lines are fitted to. */
interface Wish {
  readonly points: Points;
  readonly settings: FitSettings;
}

interface LinesState {
  readonly lines: readonly Line[];
  /** What they have settled on last. */
  readonly on: Wish | undefined;
  /** Why they have not. */
  readonly trouble: string | undefined;
}

const nothing: LinesState = { lines: lineFits(usual).map(() => flat), on: undefined, trouble: undefined };

/** Whenever points or settings are others, the lines go on from where they are, and the way to the former is given up. */
export function useLines(fitter: Fitter | undefined, points: Points, settings: FitSettings) {
  const wish = useMemo((): Wish => ({ points, settings }), [points, settings]);
  const [state, setState] = useState(nothing);
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => {
    if (!fitter) return;
    let isCurrent = true;
    const tell = (news: Partial<LinesState>) => isCurrent && setState((before) => ({ ...before, ...news }));
    const steer = { current: () => isCurrent, show: (lines: readonly Line[]) => tell({ lines }) };
    tell({ trouble: undefined });
    settle(fitter, wish.points, wish.settings, latest.current.lines, steer).then(
      () => tell({ on: wish }),
      (error: unknown) => tell({ trouble: sentence(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [fitter, wish]);
  const { lines, on, trouble } = state;
  return { lines, settled: on === wish, trouble };
}
