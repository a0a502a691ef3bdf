import { NoDeviceError } from "../errors.js";

export interface DeviceOptions {
  /** Used and never destroyed. */
  readonly device?: GPUDevice;
  readonly adapter?: GPUAdapter;
  readonly powerPreference?: GPUPowerPreference;
  /** Limits to ask for beyond those that are raised anyway. */
  readonly requiredLimits?: Record<string, number>;
  readonly label?: string;
}

/** Which adapter runs, and what it can do. */
export interface EngineInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** The adapter runs on the CPU. */
  readonly software: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

const raised = [
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxStorageBuffersPerShaderStage",
] as const;

const wantedFeatures = ["subgroups", "timestamp-query"];

/** The GPU of a page or of a process that has one as `navigator.gpu`. */
export function ambientGPU(): GPU | undefined {
  return (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
}

/** Requests a device with the adapter's own limits, or says what to check where there is none. */
export async function requestDevice(
  gpu: GPU | undefined,
  options: DeviceOptions,
  advice = browserAdvice(),
): Promise<{ device: GPUDevice; adapter: GPUAdapter }> {
  if (!gpu && !options.adapter) {
    throw new NoDeviceError(
      `createEngine: WebGPU is not available here (navigator.gpu is missing). ${advice}`,
    );
  }
  const { powerPreference } = options;
  const adapter =
    options.adapter ?? (await gpu?.requestAdapter(powerPreference ? { powerPreference } : {})) ?? undefined;
  if (!adapter) {
    throw new NoDeviceError(`createEngine: WebGPU is there, but it offers no adapter. ${advice}`);
  }
  const requiredLimits: Record<string, number> = {};
  const limits = adapter.limits as unknown as Record<string, number>;
  for (const name of raised) {
    const limit = limits[name];
    if (limit !== undefined) requiredLimits[name] = limit;
  }
  try {
    const device = await adapter.requestDevice({
      label: options.label ?? "fusedloss",
      requiredLimits: { ...requiredLimits, ...options.requiredLimits },
      requiredFeatures: wantedFeatures.filter((name) => adapter.features.has(name)) as GPUFeatureName[],
    });
    return { device, adapter };
  } catch (cause) {
    throw new NoDeviceError(
      `createEngine: the adapter gave no device (${cause instanceof Error ? cause.message : cause}). Ask for lower requiredLimits, or a fresh adapter: one adapter gives one device.`,
      { cause },
    );
  }
}

function browserAdvice(): string {
  const agent = (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent ?? "";
  if (!agent || agent.startsWith("Node.js")) {
    return "In Node use createEngine from fusedloss/node, with npm i webgpu.";
  }
  if ((globalThis as { isSecureContext?: boolean }).isSecureContext === false) {
    return "This page is no secure context: serve it by https or from localhost.";
  }
  if (agent.includes("Firefox")) {
    return "Firefox has WebGPU from 141 on Windows and 145 on Apple Silicon; elsewhere set dom.webgpu.enabled in about:config.";
  }
  if (agent.includes("Chrome")) {
    return "Chrome has WebGPU from 113; on Linux it may need chrome://flags/#enable-unsafe-webgpu. chrome://gpu says whether it is blocked.";
  }
  if (agent.includes("Safari")) return "Safari has WebGPU from 26.";
  return "Use a browser with WebGPU: Chrome or Edge 113, Safari 26, Firefox 141 on Windows.";
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|basic render|software|warp/i;

/** Lanes of a subgroup, where all kernels have the same and may use it; else 0. */
export function subgroupSizeOf(device: GPUDevice): number {
  const { subgroupMinSize = 0, subgroupMaxSize = 0 } = (device.adapterInfo ?? {}) as Partial<GPUAdapterInfo>;
  return device.features.has("subgroups") && subgroupMinSize === subgroupMaxSize ? subgroupMinSize : 0;
}

/** What there is to tell of a device; the adapter tells more, where we have it. */
export function describeDevice(device: GPUDevice, adapter?: GPUAdapter): EngineInfo {
  const info: Partial<GPUAdapterInfo> = adapter?.info ?? device.adapterInfo ?? {};
  const { vendor = "", architecture = "", description = "" } = info;
  const fallback = (info as { isFallbackAdapter?: boolean }).isFallbackAdapter === true;
  const limits: Record<string, number> = {};
  for (const name in device.limits) {
    const limit = (device.limits as unknown as Record<string, unknown>)[name];
    if (typeof limit === "number") limits[name] = limit;
  }
  return Object.freeze({
    vendor,
    architecture,
    device: info.device ?? "",
    description,
    software: fallback || softwareNames.test(`${architecture} ${description} ${info.device}`),
    features: Object.freeze([...device.features].sort()),
    limits: Object.freeze(limits),
  });
}
