import type { Arrangement, InputKind, Shapes } from "../definition.js";
import { ShapeError } from "../errors.js";
import { elementCount, showShape } from "../tensor.js";

interface Asked {
  readonly name: string;
  readonly inputs: Readonly<Record<string, InputKind>>;
  readonly rows: readonly string[];
  readonly columns?: string | undefined;
  readonly trained: readonly string[];
  readonly symmetric: boolean;
}

/** Checks that rows [N, D] and columns [M, D] fit each other; an item is a row. */
export function arrangePairs(asked: Asked, inputs: Shapes): Arrangement {
  const { name, rows, columns, trained } = asked;
  const [leader = ""] = rows;
  const [count, features] = matrix(name, leader, inputs);
  for (const other of rows.slice(1)) {
    const found = inputs[other]?.shape ?? [];
    if (showShape(found) === showShape([count, features])) continue;
    throw new ShapeError(
      `${name}: ${leader} has shape ${showShape([count, features])} and ${other} ${showShape(found)}; give both the same shape, row i of either being a view of thing i.`,
    );
  }
  const all = rows.length * count;
  const others = columns === undefined ? all : columnsOf(asked, columns, leader, count, features, inputs);
  for (const input of trained) {
    const found = inputs[input]?.shape;
    if (!found || elementCount(found) === 1) continue;
    throw new ShapeError(
      `${name}: ${input} has shape ${showShape(found)}; one number was wanted, as in [1].`,
    );
  }
  const labels = Object.keys(asked.inputs).find((key) => asked.inputs[key] === "identities");
  const found = labels === undefined ? undefined : (inputs[labels]?.shape ?? []);
  if (found && showShape(found) !== showShape([count])) {
    throw new ShapeError(
      `${name}: ${leader} has shape ${showShape([count, features])}, so ${labels} must have shape ${showShape([count])}; found ${showShape(found)}.`,
    );
  }
  return { itemShape: [all], sizes: { rows: all, columns: others, features } };
}

function matrix(name: string, input: string, inputs: Shapes): [rows: number, features: number] {
  const shape = inputs[input]?.shape ?? [];
  const [rows = 0, features = 0] = shape;
  if (shape.length !== 2) {
    throw new ShapeError(
      `${name}: ${input} has shape ${showShape(shape)}; a matrix of one row per embedding was wanted, [N, D].`,
    );
  }
  if (features === 0) {
    throw new ShapeError(
      `${name}: ${input} has shape ${showShape(shape)}, rows without features; give [N, D] with D ≥ 1.`,
    );
  }
  return [rows, features];
}

function columnsOf(
  { name, symmetric }: Asked,
  columns: string,
  leader: string,
  count: number,
  features: number,
  inputs: Shapes,
): number {
  const [others, width] = matrix(name, columns, inputs);
  const shown = `${leader} has shape ${showShape([count, features])} and ${columns} ${showShape([others, width])}`;
  if (width !== features) {
    throw new ShapeError(`${name}: ${shown}; give rows of one length, features on the last axis.`);
  }
  if (symmetric && others !== count) {
    throw new ShapeError(
      `${name}: ${shown}; with symmetric: true every row of either needs its partner in the other, so give as many of both, or leave symmetric out.`,
    );
  }
  if (others < count) {
    throw new ShapeError(
      `${name}: ${shown}; row i of ${columns} is the partner of row i of ${leader}, so give at least ${count} rows of ${columns}.`,
    );
  }
  return others;
}
