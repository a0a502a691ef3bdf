/** The state of a body that compares two softmaxes: `SoftmaxPair` of shaders/lib/softmaxPair.wgsl. */
export const softmaxPair = {
  stateStruct: "SoftmaxPair",
  state: {
    peakP: "f32",
    restP: "f32",
    peakQ: "f32",
    restQ: "f32",
    pull: "f32",
    own: "f32",
    level: "f32",
    mean: "f32",
    spread: "f32",
    blocked: "u32",
    rate: "f32",
  },
} as const;
