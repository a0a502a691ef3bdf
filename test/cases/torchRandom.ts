/**
 * `torch.rand(shape, generator=torch.manual_seed(seed))` on the CPU, so that figures which others publish of such
 * tensors are figures here: a Mersenne twister (M. Matsumoto, T. Nishimura, 1998) of which the low 24 bits are a number
 * in [0, 1). With seed 42 it begins 0.8823, 0.9150, 0.3829, 0.9593.
 */
export function torchRandom(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    const before = state[i - 1] as number;
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  let at = 624;
  const twist = (): void => {
    for (let i = 0; i < 624; i++) {
      const bits = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % 624] as number) & 0x7fffffff);
      state[i] = (state[(i + 397) % 624] as number) ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    at = 0;
  };
  return () => {
    if (at === 624) twist();
    let bits = state[at++] as number;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    bits ^= bits >>> 18;
    return (bits & 0xffffff) / 2 ** 24;
  };
}
