/** What stands below the first curve, and is fetched after it. */
import { Accuracy } from "./Accuracy.js";
import { Flights } from "./Flights.js";
import { Outlier } from "./Outlier.js";
import { Throughput } from "./Throughput.js";
import { useFlights } from "./useFlights.js";

export function Below() {
  const { state, start, stop } = useFlights();
  return (
    <>
      <Outlier />
      <Flights state={state} start={start} stop={stop} />
      <Accuracy state={state} />
      <Throughput state={state} />
    </>
  );
}
