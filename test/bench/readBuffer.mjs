const mapRead = 0x1;
const mapReadUsage = 0x1 | 0x8;

/** Some bytes of a buffer, on the host. @param {GPUDevice} device @param {GPUBuffer} buffer */
export async function readBuffer(device, buffer, offset, size) {
  const staging = device.createBuffer({ size, usage: mapReadUsage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, offset, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(mapRead);
  const bytes = staging.getMappedRange().slice(0);
  staging.destroy();
  return bytes;
}
