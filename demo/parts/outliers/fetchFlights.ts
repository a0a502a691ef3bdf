import flightsFile from "vega-datasets/data/flights-2k.json?url";
import type { Cloud } from "../../model/outliers/cloud.js";
import { type Flight, ofFlights } from "../../model/outliers/clouds.js";

export async function fetchFlights(): Promise<Cloud> {
  const response = await fetch(flightsFile);
  if (!response.ok) throw new Error(`The flights did not come: ${response.status} from ${flightsFile}.`);
  return ofFlights((await response.json()) as Flight[]);
}
