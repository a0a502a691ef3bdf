/** A page's title and first words, and beside them the program that it is about. */
import type { ComponentChildren } from "preact";

interface Props {
  readonly title: string;
  readonly program: string;
  readonly children: ComponentChildren;
}

export function ProgramHeader({ title, program, children }: Props) {
  return (
    <header>
      <div class="split">
        <div>
          <h1>{title}</h1>
          <p class="lead">{children}</p>
        </div>
        <pre class="program">
          <code>{program}</code>
        </pre>
      </div>
    </header>
  );
}
