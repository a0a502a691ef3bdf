// @ts-check
/** Three million flights within the United States, from a Parquet file into typed arrays. */
import { parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/**
 * @typedef {object} Flights
 * @property {Float32Array<ArrayBuffer>} delay how late it arrived, in minutes; negative is early
 * @property {Float32Array<ArrayBuffer>} distance in miles
 * @property {Uint8Array<ArrayBuffer>} hour of the day of `date`, 0 … 23
 */

const microsecondsPerHour = 3_600_000_000n;

/** A timestamp is wanted for its hour only, so no Date is made of it. */
const parsers = {
  timestampFromMicroseconds: (/** @type {bigint} */ time) => Number((time / microsecondsPerHour) % 24n),
};

/**
 * Row group by row group: its 64-bit integers arrive as BigInt and are copied at once, so that never more
 * than one group of them is alive.
 *
 * @param {import("hyparquet").AsyncBuffer | ArrayBuffer} file
 * @param {(done: number, total: number) => void} [onProgress] in flights
 * @returns {Promise<Flights>}
 */
export async function readFlights(file, onProgress) {
  const metadata = await parquetMetadataAsync(file);
  const total = Number(metadata.num_rows);
  const flights = {
    delay: new Float32Array(total),
    distance: new Float32Array(total),
    hour: new Uint8Array(total),
  };
  /** @type {Record<string, Float32Array | Uint8Array>} */
  const columns = { delay: flights.delay, distance: flights.distance, date: flights.hour };
  let done = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = done + Number(group.num_rows);
    await parquetRead({
      file,
      metadata,
      compressors,
      parsers,
      columns: Object.keys(columns),
      rowStart: done,
      rowEnd,
      onChunk({ columnName, columnData, rowStart }) {
        const column = columns[columnName];
        if (!column) return;
        for (let i = 0; i < columnData.length; i++) column[rowStart + i] = Number(columnData[i]);
      },
    });
    done = rowEnd;
    onProgress?.(done, total);
  }
  return flights;
}

/**
 * Mean, median and 90th percentile by sorting: what the fits must find on their own.
 *
 * @param {Float32Array} values
 */
export function exactly(values) {
  const sorted = Float32Array.from(values).sort();
  const at = (/** @type {number} */ share) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  let sum = 0;
  for (const value of values) sum += value;
  return { mean: sum / values.length, median: at(0.5), p90: at(0.9) };
}
