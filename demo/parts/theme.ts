/** The page's colours, which canvases must be told: read from its style sheet, and again when it turns dark. */
import { useEffect, useState } from "preact/hooks";

const names = [
  "ink",
  "muted",
  "rule",
  "paper",
  "wash",
  "loss",
  "slope",
  "mse",
  "mae",
  "huber",
  "logCosh",
  "quantile",
] as const;

export type Theme = Readonly<Record<(typeof names)[number], string>>;

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const entries = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(entries) as Theme;
}

export function useTheme(): Theme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const update = () => setTheme(readTheme());
    dark.addEventListener("change", update);
    return () => dark.removeEventListener("change", update);
  }, []);
  return theme;
}

/** Fitted losses keep their colour all over the page. */
export function colourOf(theme: Theme, name: string): string {
  const key = name.split(" ")[0] as keyof Theme;
  return theme[key] ?? theme.ink;
}
