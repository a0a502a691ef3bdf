// @ts-check
/** What the jobs need of WebGPU beside fusedloss: data on the device. */

/** STORAGE | COPY_SRC | COPY_DST, as numbers: Node has no global GPUBufferUsage. */
const usage = 0x80 | 0x04 | 0x08;

/**
 * A buffer that holds these numbers.
 *
 * @param {GPUDevice} device
 * @param {Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>} data
 * @param {string} label
 */
export function upload(device, data, label) {
  const buffer = device.createBuffer({ size: data.byteLength, usage, label });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/**
 * One submit of whatever is encoded.
 *
 * @param {GPUDevice} device
 * @param {(encoder: GPUCommandEncoder) => void} encode
 */
export function submit(device, encode) {
  const encoder = device.createCommandEncoder();
  encode(encoder);
  device.queue.submit([encoder.finish()]);
}
