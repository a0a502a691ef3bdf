/**
 * Batches from CSV, Parquet, npy and Arrow files.
 *
 * @module fusedloss/files
 */
export { columnsOf } from "./interop/files/columnsOf.js";
export type { Batch, BatchColumns, ColumnName, ReadOptions } from "./interop/files/options.js";
export { readBatches } from "./interop/files/readBatches.js";
export type { FileFormat, FileSource } from "./interop/files/source.js";
