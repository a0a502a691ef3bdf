import { logSoftmax } from "../rows.js";
import type { RowReference } from "../shapes.js";

/** T²·Σ p(log p − log q), p = softmax(teacher/T), q = softmax(logits/T). */
export const distillation: RowReference<{ readonly temperature: number }> = (
  { temperature },
  { values, classes },
) => {
  const softened = (name: string) =>
    logSoftmax((values[name] as Float64Array).map((logit) => logit / temperature));
  const logP = softened("teacherLogits");
  const logQ = softened("logits");
  const gradient = new Float64Array(classes);
  let value = 0;
  for (let c = 0; c < classes; c++) {
    const p = Math.exp(logP[c] as number);
    const gap = (logQ[c] as number) - (logP[c] as number);
    const hasP = logP[c] !== Number.NEGATIVE_INFINITY;
    // q − p, where they are near by what they have between them.
    const excess = hasP && Math.abs(gap) < 1 ? p * Math.expm1(gap) : Math.exp(logQ[c] as number) - p;
    gradient[c] = logQ[c] === Number.NEGATIVE_INFINITY ? 0 : temperature * excess;
    // Σ (q − p) = 0 makes of Σ −p·gap a sum without negative terms.
    value += hasP ? excess - p * gap : excess;
  }
  // Of what the student rules out, though p may be too small for float64.
  const isRuledOut = logP.some(
    (log, c) => log !== Number.NEGATIVE_INFINITY && logQ[c] === Number.NEGATIVE_INFINITY,
  );
  return {
    value: isRuledOut ? Number.POSITIVE_INFINITY : temperature ** 2 * value,
    gradients: { logits: gradient },
  };
};
