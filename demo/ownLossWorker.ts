/** The reference at work on what is in the editor, off the page's thread: a text may hold long loops. */
import { expose } from "comlink";
import type { Curve } from "./model/curve.js";
import { checkSlopes, type SlopeCheck } from "./model/ownLoss/checkSlopes.js";
import { type Draft, lossOf } from "./model/ownLoss/draft.js";
import { errorScene } from "./model/ownLoss/errorScene.js";
import { referenceCurve } from "./model/referenceCurve.js";

export interface CheckOrder {
  readonly draft: Draft;
  readonly target: number;
  /** Loss and slope by the GPU, where there is one. */
  readonly curve: Curve | undefined;
}

export interface Checked {
  readonly curve: Curve;
  readonly check: SlopeCheck;
}

function work({ draft, target, curve: given }: CheckOrder, begin: () => void): Checked {
  begin();
  const [loss, scene] = [lossOf(draft), errorScene(target)];
  const curve = given ?? referenceCurve(loss, scene);
  return { curve, check: checkSlopes(loss, scene, curve.slope) };
}

export type Work = typeof work;

expose(work);
