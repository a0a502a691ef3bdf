/** Buffer usages by the specification's numbers: importing the package must not touch WebGPU globals. */
export const usage = {
  mapRead: 0x0001,
  copySrc: 0x0004,
  copyDst: 0x0008,
  uniform: 0x0040,
  storage: 0x0080,
} as const;

/** What every buffer that a user may see can do. */
export const visible = usage.storage | usage.copySrc | usage.copyDst;

export const mapModeRead = 1;
export const computeStage = 4;
