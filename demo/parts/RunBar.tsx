/** A button that starts and stops, what is going on, and how far it is. */
interface Props {
  /** What runs, for a reader who cannot see the bar. */
  readonly title: string;
  /** What the button says while nothing runs. */
  readonly action: string;
  readonly works: boolean;
  /** It cannot be started here. */
  readonly disabled?: boolean;
  readonly text: string;
  /** 0 … 1. */
  readonly share: number;
  readonly start: () => void;
  readonly stop: () => void;
}

export function RunBar({ title, action, works, disabled, text, share, start, stop }: Props) {
  return (
    <div class="run">
      <button type="button" class="action" onClick={works ? stop : start} disabled={disabled && !works}>
        {works ? "Stop" : action}
      </button>
      <span class="quiet" role="status">
        {text}
      </span>
      <progress aria-label={`progress of ${title}`} max={1} value={share} class={works ? "" : "resting"} />
    </div>
  );
}
