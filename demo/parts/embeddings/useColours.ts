/** A colour for each digit, from the page's style sheet. */
import { useMemo } from "preact/hooks";
import { digits } from "../../training/digits.js";
import { useTheme } from "../theme.js";

export interface Colours {
  readonly digits: readonly string[];
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly raised: string;
}

export function useColours(): Colours {
  const theme = useTheme();
  // Another theme is another sheet.
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
    return {
      digits: Array.from({ length: digits }, (_, digit) => read(`digit-${digit}`)),
      ...{ ink: theme.ink, muted: theme.muted, rule: theme.rule, raised: read("raised") },
    };
  }, [theme]);
}
