/** What needs no network, by the reference: slower, and the same. */
import { exhibits } from "../../model/pictures/exhibits.js";
import { byReference } from "./byReference.js";
import type { Easel } from "./easel.js";
import { pixelLosses } from "./lossesOfPictures.js";
import type { Commission, Studio } from "./studio.js";

export function onCpu({ start, shown, lambda }: Commission): Studio {
  const easels: Record<string, Easel> = {};
  for (const exhibit of exhibits) {
    if (exhibit.network) continue;
    easels[exhibit.name] = byReference(pixelLosses[exhibit.name](lambda), start, shown[exhibit.shown]);
  }
  return { easels };
}
