/** What each digit looks for: a picture of its weights, red where ink speaks for it, blue where against. */
import { useCallback } from "preact/hooks";
import { digits } from "../training/digits.js";
import { PixelPicture } from "./PixelPicture.js";

function Picture({ digit, weights }: { readonly digit: number; readonly weights: Float32Array | undefined }) {
  const shade = useCallback(
    (pixel: number) => {
      const weight = weights?.[digits * pixel + digit] ?? 0;
      return { towards: weight > 0 ? "loss" : "slope", share: Math.tanh(4 * Math.abs(weight)) } as const;
    },
    [weights, digit],
  );
  const label = weights
    ? `Weights of the digit ${digit}: red pixels speak for it, blue ones against`
    : `Weights of the digit ${digit}, all 0 before training`;
  return (
    <li>
      <PixelPicture shade={shade} label={label} />
      <span aria-hidden="true">{digit}</span>
    </li>
  );
}

export function WeightPictures({ weights }: { readonly weights: Float32Array | undefined }) {
  return (
    <ul class="weights">
      {Array.from({ length: digits }, (_, digit) => (
        <Picture key={digit} digit={digit} weights={weights} />
      ))}
    </ul>
  );
}
