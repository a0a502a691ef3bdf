/** Median and spread: what is reported of a handful of samples. */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const short = (value) => Number(value.toPrecision(4));

/**
 * @param {readonly number[]} values
 * @returns {{ median: number, min: number, max: number }}
 */
export function spread(values) {
  return {
    median: short(median(values)),
    min: short(Math.min(...values)),
    max: short(Math.max(...values)),
  };
}

/**
 * Ratios of samples taken side by side in the same round, so that a slow second of the machine is in both.
 *
 * @param {readonly number[]} above
 * @param {readonly number[]} below
 */
export function ratio(above, below) {
  return spread(above.map((value, round) => value / below[round]));
}

/**
 * How a cost grows with a size: the slope of the straight line through both in logarithms.
 *
 * @param {readonly { size: number, cost: number }[]} points
 */
export function growth(points) {
  const logs = points.map(({ size, cost }) => [Math.log(size), Math.log(cost)]);
  const mean = (axis) => logs.reduce((sum, point) => sum + point[axis], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const together = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return short(together / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0));
}
