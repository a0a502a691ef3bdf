/** Peak signal to noise of one picture beside another, in decibels: 10 log₁₀ (1 / mean square error). */
export function psnr(a: Float32Array, b: Float32Array): number {
  const sum = a.reduce((squares, light, i) => squares + (light - (b[i] as number)) ** 2, 0);
  return 10 * Math.log10(a.length / sum);
}
