/** Counts what a device is asked for: bytes held, buffers and bind groups made, storage buffers bound. */

const isStorage = (entry) => (entry.buffer?.type ?? "").endsWith("storage");

/**
 * Wraps a device's methods; everything still happens.
 *
 * @param {GPUDevice} device
 */
export function watch(device) {
  const seen = { bytes: 0, peak: 0, buffers: 0, bindGroups: 0, storageBuffers: 0 };
  const { createBuffer, createBindGroup, createBindGroupLayout } = device;

  device.createBuffer = (descriptor) => {
    const buffer = createBuffer.call(device, descriptor);
    const { destroy } = buffer;
    let alive = true;
    seen.buffers += 1;
    seen.bytes += descriptor.size;
    seen.peak = Math.max(seen.peak, seen.bytes);
    buffer.destroy = () => {
      if (alive) seen.bytes -= descriptor.size;
      alive = false;
      return destroy.call(buffer);
    };
    return buffer;
  };
  device.createBindGroup = (descriptor) => {
    seen.bindGroups += 1;
    return createBindGroup.call(device, descriptor);
  };
  device.createBindGroupLayout = (descriptor) => {
    seen.storageBuffers = Math.max(seen.storageBuffers, [...descriptor.entries].filter(isStorage).length);
    return createBindGroupLayout.call(device, descriptor);
  };
  return seen;
}
