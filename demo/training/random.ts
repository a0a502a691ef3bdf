/** Numbers that are the same on every visit: uniform in (0, 1), and normal. */
export function randomFrom(seed: number): { readonly uniform: () => number; readonly normal: () => number } {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}
