import type uPlot from "uplot";
import type { Points } from "../../training/data.js";

/** How near a pointer must come to a point, in pixels. */
const reach = { mouse: 22, finger: 30 };

interface Hands {
  readonly points: () => Points;
  readonly isMovable: (index: number) => boolean;
  readonly onTake: (index: number) => void;
  readonly onMove: (index: number, x: number, y: number) => void;
}

type Place = Pick<MouseEvent, "clientX" | "clientY">;

/**
 * Lets a pointer take the nearest point and move it. A finger that meets none scrolls the page as everywhere. Answers
 * what lets go of the plot again.
 */
export function takePoints(plot: uPlot, { points, isMovable, onTake, onMove }: Hands): () => void {
  const { root, over } = plot;
  const placeOf = ({ clientX, clientY }: Place) => {
    const { left, top } = over.getBoundingClientRect();
    return { across: clientX - left, down: clientY - top };
  };
  const nearest = (event: Place, within: number): number | undefined => {
    const { across, down } = placeOf(event);
    const { x, y } = points();
    let [found, least]: [number | undefined, number] = [undefined, within];
    x.forEach((at, i) => {
      if (!isMovable(i)) return;
      const away = Math.hypot(plot.valToPos(at, "x") - across, plot.valToPos(y[i] ?? 0, "y") - down);
      if (away < least) [found, least] = [i, away];
    });
    return found;
  };
  let held: { readonly pointer: number; readonly index: number } | undefined;
  const events = {
    pointerdown(event: PointerEvent) {
      const index = nearest(event, event.pointerType === "mouse" ? reach.mouse : reach.finger);
      if (index === undefined || !event.isPrimary || event.button !== 0) return;
      held = { pointer: event.pointerId, index };
      root.setPointerCapture(event.pointerId);
      event.preventDefault();
      onTake(index);
    },
    pointermove(event: PointerEvent) {
      if (event.pointerId !== held?.pointer) {
        over.style.cursor = nearest(event, reach.mouse) === undefined ? "" : "grab";
        return;
      }
      over.style.cursor = "grabbing";
      const { across, down } = placeOf(event);
      onMove(held.index, plot.posToVal(across, "x"), plot.posToVal(down, "y"));
    },
    lostpointercapture() {
      held = undefined;
      over.style.cursor = "";
    },
    touchstart(event: TouchEvent) {
      const [touch] = event.touches;
      if (touch && nearest(touch, reach.finger) !== undefined) event.preventDefault();
    },
  };
  const listeners = Object.entries(events) as [string, EventListener][];
  // A listener that is passive could not keep the page from scrolling.
  for (const [name, listener] of listeners) root.addEventListener(name, listener, { passive: false });
  return () => {
    for (const [name, listener] of listeners) root.removeEventListener(name, listener);
  };
}
