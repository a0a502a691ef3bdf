import { useMemo, useRef } from "preact/hooks";

/** Numbers on their way from what was last shown of them to what they are now, by the share of the way. */
export function useGlide(numbers: Float32Array): (share: number) => Float32Array {
  const shown = useRef(numbers);
  return useMemo(() => {
    const from = shown.current.length === numbers.length ? shown.current : numbers;
    return (share) => {
      const between = (to: number, k: number) => to + (1 - share) * ((from[k] as number) - to);
      shown.current = share < 1 ? numbers.map(between) : numbers;
      return shown.current;
    };
  }, [numbers]);
}
