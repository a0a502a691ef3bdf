/** What a report says of the device: everything that a maker of bug fixes would ask. */
import type { Engine, EngineInfo } from "fusedloss";

/** As a worker can send it. */
export interface Device extends EngineInfo {
  readonly userAgent: string;
}

/** The limits on which plans depend. */
const told = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupsPerDimension",
  "minStorageBufferOffsetAlignment",
] as const;

export function deviceOf({ info }: Engine): Device {
  const { vendor, architecture, device, description, software, features, limits } = info;
  const named = told.flatMap((name) => (limits[name] === undefined ? [] : [[name, limits[name]] as const]));
  return {
    ...{ vendor, architecture, device, description, software },
    features: [...features],
    limits: Object.fromEntries(named),
    userAgent: navigator.userAgent,
  };
}

export function nameOfDevice({ vendor, architecture, description }: Device): string {
  return [vendor, architecture].filter(Boolean).join(" · ") || description || "unnamed adapter";
}

/** One line each, for the head of a report. */
export function deviceLines(device: Device): string[] {
  const { vendor, architecture, description, software, features, limits, userAgent } = device;
  const adapter = [vendor, architecture, device.device, description].filter(Boolean).join(", ") || "unnamed";
  return [
    `adapter: ${adapter} (${software ? "software: WebGPU on the CPU" : "hardware"})`,
    `browser: ${userAgent}`,
    `features: ${features.join(", ") || "none"}`,
    ...Object.entries(limits).map(([name, value]) => `${name}: ${value}`),
  ];
}
