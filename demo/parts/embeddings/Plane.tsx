/** Where one loss has put the pictures so far, and how well it keeps the digits apart. */
import { useMemo } from "preact/hooks";
import type { Contender, PullSettings } from "../../model/embeddings/contenders.js";
import { Drawing } from "../Drawing.js";
import { figures, percent } from "../numbers.js";
import { useGlide } from "../useGlide.js";
import { drawFreely, drawOnCircle } from "./drawPlane.js";
import { useColours } from "./useColours.js";
import type { View } from "./useEmbeddings.js";

interface Props {
  readonly contender: Contender;
  readonly view: View;
  readonly labels: Int32Array;
  readonly settings: PullSettings;
}

function describe({ name, circle }: Contender, { accuracy, mixed }: View, pictures: number): string {
  const mistaken = mixed
    ? ` Most often mixed: ${mixed.classes.join(" and ")}, ${mixed.times} times.`
    : " No two digits are mixed.";
  return `${name}: ${pictures} digits ${circle ? "on a circle" : "in the plane"}; ${percent(accuracy)} have one of their own digit as nearest neighbour.${mistaken}`;
}

export function Plane({ contender, view, labels, settings: { margin } }: Props) {
  const { name, says, circle } = contender;
  const { seen, loss, accuracy } = view;
  const colours = useColours();
  const at = useGlide(seen);
  const draw = useMemo(
    () => (context: CanvasRenderingContext2D, side: number, share: number) => {
      const scene = { points: at(share), labels, colours };
      if (circle) drawOnCircle(context, side, scene);
      else drawFreely(context, side, scene, margin);
    },
    [at, labels, colours, circle, margin],
  );
  return (
    <figure class="plane" data-loss={name} data-value={loss} data-accuracy={accuracy}>
      <h3>
        <a href={`./losses.html#/${name}`}>{name}</a>
      </h3>
      <Drawing draw={draw} label={describe(contender, view, labels.length)} />
      <p class="score">
        <strong>{percent(accuracy)}</strong>
        <span>loss {figures(loss)}</span>
      </p>
      <figcaption>{says}</figcaption>
    </figure>
  );
}
