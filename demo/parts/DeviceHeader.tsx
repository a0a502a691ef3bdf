/** The head of a page about the visitor's device: what it is about, and which device that is. */
import type { ComponentChildren } from "preact";
import { Badge } from "./Badge.js";

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function DeviceHeader({ title, children }: Props) {
  return (
    <header>
      <h1>{title}</h1>
      <p class="lead">{children}</p>
      <Badge />
    </header>
  );
}
