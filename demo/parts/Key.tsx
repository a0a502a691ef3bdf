/** Which colour is which curve. */
import type { Theme } from "./theme.js";

interface Props {
  readonly curves: readonly { readonly title: string; readonly colour: keyof Theme }[];
}

export function Key({ curves }: Props) {
  return (
    <div class="key">
      {curves.map(({ title, colour }) => (
        <span key={title} style={{ color: `var(--${colour})` }}>
          {title}
        </span>
      ))}
    </div>
  );
}
