/** A docstring as a page shows it: paragraphs, programs, and `code` within lines. */
import type { ComponentChildren } from "preact";

function line(text: string): ComponentChildren {
  return text.split("`").map((piece, i) => (i % 2 === 1 ? <code key={i}>{piece}</code> : piece));
}

export function Line({ text }: { readonly text: string }) {
  return <>{line(text)}</>;
}

const fence = /```\w*\n([\s\S]*?)```/;

export function Words({ text }: { readonly text: string }) {
  // A text and a program by turns.
  const pieces = text.split(fence);
  return (
    <>
      {pieces.map((piece, i) =>
        i % 2 === 1 ? (
          <pre class="program" key={piece}>
            <code>{piece.trimEnd()}</code>
          </pre>
        ) : (
          piece
            .trim()
            .split(/\n{2,}/)
            .filter(Boolean)
            .map((paragraph) => <p key={paragraph}>{line(paragraph)}</p>)
        ),
      )}
    </>
  );
}
