/** A report as plain text, to copy and to read. */
import { useState } from "preact/hooks";

interface Props {
  readonly text: string;
  readonly title: string;
}

export function TextReport({ text, title }: Props) {
  /** What came of copying, and of which text. */
  const [told, setTold] = useState({ of: "", says: "" });
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setTold({ of: text, says: "copied" }),
      () => setTold({ of: text, says: "this browser does not let the page copy; select the text below" }),
    );
  return (
    <div class="report">
      <div class="copy">
        <button type="button" class="action" onClick={copy}>
          Copy as text
        </button>
        <span class="quiet" role="status">
          {told.of === text && told.says}
        </span>
      </div>
      <details>
        <summary>{title}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <pre tabIndex={0}>{text}</pre>
      </details>
    </div>
  );
}
