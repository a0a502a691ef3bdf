/** How a loss fell: its logarithm from the first look to the last, the whole height being what it fell so far. */
interface Props {
  readonly losses: readonly number[];
  /** How many looks there will be. */
  readonly looks: number;
}

const [width, height] = [100, 20];

export function LossTrace({ losses, looks }: Props) {
  const logs = losses.map((loss) => Math.log10(Math.max(loss, 1e-30)));
  const [most, least] = [Math.max(...logs), Math.min(...logs)];
  const points = logs.map((log, i) => {
    const down = most > least ? (most - log) / (most - least) : 0;
    return `${((i / Math.max(1, looks - 1)) * width).toFixed(2)} ${(1 + (height - 2) * down).toFixed(2)}`;
  });
  return (
    <svg class="trace" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {points.length > 1 && <path d={`M${points.join("L")}`} />}
    </svg>
  );
}
