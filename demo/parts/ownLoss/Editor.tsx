/** A text of code with numbered lines, and what is wrong with it, which leads to its place. */
import { useId, useRef } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The message of an error, which may begin with a name and then `line:column:`. */
  readonly fault: string | undefined;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function placeIn(fault: string | undefined): Place | undefined {
  const [, line, column] = fault?.match(/^[^:\n]*: (\d+):(\d+): /) ?? [];
  return line && column ? { line: Number(line), column: Number(column) } : undefined;
}

/** Where a place is in a text, counted in letters. */
function offsetOf(text: string, { line, column }: Place): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

export function Editor({ label, value, onChange, fault }: Props) {
  const [id, told] = [useId(), useId()];
  const area = useRef<HTMLTextAreaElement>(null);
  const [says, ...excerpt] = fault?.split("\n") ?? [];
  const lines = value.split("\n").length;
  const place = placeIn(fault);
  const show = () => {
    if (!area.current || !place) return;
    const at = offsetOf(value, place);
    area.current.focus();
    area.current.setSelectionRange(at, at + 1);
  };
  return (
    <div class="editor">
      <label for={id}>{label}</label>
      <div class={fault ? "sheet wrong" : "sheet"}>
        <ol aria-hidden="true">
          {Array.from({ length: lines }, (_, i) => (
            <li key={i} class={place?.line === i + 1 ? "wrong" : ""}>
              {i + 1}
            </li>
          ))}
        </ol>
        <textarea
          id={id}
          ref={area}
          value={value}
          rows={lines}
          wrap="off"
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          aria-invalid={fault !== undefined}
          aria-describedby={told}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      </div>
      <div id={told} class="fault" role="status">
        {says && <p>{says}</p>}
        {excerpt.length > 0 && <pre aria-hidden="true">{excerpt.join("\n")}</pre>}
        {place && (
          <button type="button" class="plain" onClick={show}>
            Go to line {place.line}, column {place.column}
          </button>
        )}
      </div>
    </div>
  );
}
