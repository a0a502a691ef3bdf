/**
 * The functions that a body may call. Outside of its domain a function has the value at the domain's end and no
 * slope, and at the end itself the smaller slope of its two sides: √x is √max(x, 0) with slope 0 at 0, log x is
 * log max(x, 2⁻¹²⁶), where the normal numbers of f32 end.
 */
import { hyperbolic } from "./rules/hyperbolic.js";
import { powers } from "./rules/powers.js";
import type { Rule } from "./rules/rule.js";
import { steps } from "./rules/steps.js";
import { trigonometric } from "./rules/trigonometric.js";

export type Functions = Readonly<Record<string, Rule>>;

export const functions: Functions = { ...powers, ...steps, ...trigonometric, ...hyperbolic };

/** Functions that are more than their rule: those with ties, a choice, or a form for whole numbers. */
export const special = ["max", "min", "clamp", "saturate", "select"] as const;

/** The helpers beside WGSL's own functions. */
export const helpers = ["log1p", "expm1", "softplus", "sigmoid", "logSigmoid", "logCosh"] as const;
