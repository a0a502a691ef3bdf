/** All five on one device, which TensorFlow.js shares. */
import { exhibits } from "../../model/pictures/exhibits.js";
import { featureNetwork } from "../../network/featureNetwork.js";
import { startTensorFlow } from "../../network/tensorFlow.js";
import { byLoss } from "./byLoss.js";
import { byNetwork } from "./byNetwork.js";
import type { Easel } from "./easel.js";
import { featureLosses, pixelLosses } from "./lossesOfPictures.js";
import type { Commission, Studio } from "./studio.js";

export async function onGpu({ start, shown, lambda }: Commission): Promise<Studio> {
  const engine = await startTensorFlow();
  const network = featureNetwork();
  const easels: Record<string, Easel> = {};
  for (const exhibit of exhibits) {
    const target = shown[exhibit.shown];
    easels[exhibit.name] = exhibit.network
      ? await byNetwork(engine, featureLosses[exhibit.name], network, start, target)
      : await byLoss(engine, pixelLosses[exhibit.name](lambda), start, target);
  }
  return { engine, easels };
}
