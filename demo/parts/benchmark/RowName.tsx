/** `mse 2^20` and `softmaxCrossEntropy [2048,1000]`, as one sets them in print. */
import { breakable } from "../numbers.js";

export function RowName({ name }: { readonly name: string }) {
  const [loss = "", shape = ""] = name.split(" ");
  const [base, exponent] = shape.split("^");
  return (
    <>
      {breakable(loss)}{" "}
      <span class="shape">
        {exponent ? (
          <>
            {base}
            <sup>{exponent}</sup>
          </>
        ) : (
          shape.slice(1, -1).split(",").join(" × ")
        )}
      </span>
    </>
  );
}
