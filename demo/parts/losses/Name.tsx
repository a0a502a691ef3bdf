/** A name that may break where its words meet, and is copied whole. */
import { breakable } from "../numbers.js";

export function Name({ of }: { readonly of: string }) {
  const [first, ...rest] = breakable(of).split("\u200b");
  return (
    <>
      {first}
      {rest.map((part) => (
        <>
          <wbr />
          {part}
        </>
      ))}
    </>
  );
}
