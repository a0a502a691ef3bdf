/** A module that is fetched once it is wanted, so that what one sees first need not wait for it. */
import { useEffect, useState } from "preact/hooks";

/** Undefined until it is there. `bring` is the same function at every call. */
export function useLater<T>(bring: () => Promise<T>, wanted: boolean): T | undefined {
  const [module, setModule] = useState<{ readonly it: T }>();
  useEffect(() => {
    if (!wanted) return;
    let isCurrent = true;
    bring().then(
      (it) => isCurrent && setModule({ it }),
      (error: unknown) => console.error(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [bring, wanted]);
  return module?.it;
}
