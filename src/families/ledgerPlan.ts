import skeleton from "../../shaders/families/ledger.wgsl?raw";
import bookText from "../../shaders/families/ledgerBook.wgsl?raw";
import pageText from "../../shaders/families/ledgerPage.wgsl?raw";
import peakStage from "../../shaders/stages/peak.wgsl?raw";
import type { ItemsLayout } from "../check/layout.js";
import { UnsupportedError } from "../errors.js";
import type { ShaderText } from "../plan/compose.js";
import { ShaderInterface } from "../plan/interface.js";
import type { Binding, Plan, PlanRequest } from "../plan/plan.js";
import { Frame } from "./frame.js";
import type { LedgerDefinition } from "./ledger.js";
import { ledgerGlue } from "./ledgerGlue.js";
import { joinRows, planRows } from "./ledgerRows.js";
import { firstCounter } from "./ledgerSums.js";
import { tallyFields, tallyText } from "./tally.js";
import { weightsText } from "./weights.js";

/**
 * Counters that a workgroup keeps for itself, beside the tallies that it folds: in all less than the 16 KiB that every
 * device has. Two sizes, so that few pipelines serve all.
 */
const pages = [64, 512];

/** A ledger → (the top class of each row,) clear, (the largest weight,) the ledger itself, fold. */
export function planLedger(request: PlanRequest): Plan {
  const definition = request.definition as LedgerDefinition;
  const layout = request.layout as ItemsLayout;
  const rows = layout.inner && planRows(request);
  const given = Object.keys(request.inputs);
  const own = rows ? given.filter((name) => name === "weights") : given;
  const tally = tallyFields([], request.checkInputs ? own : []);
  const frame = new Frame(request, tally, 1, undefined);
  for (const name of given) frame.input(name);
  const { counters = 0, columns = 1 } = layout.sizes;
  const record = recordOf(frame, counters);
  const range = { first: 0, count: layout.items };
  const workgroup = frame.software ? 16 : 256;
  const groups = Math.max(1, Math.min(Math.ceil(layout.items / (workgroup * 16)), frame.software ? 8 : 256));

  const add = (
    label: string,
    shader: ShaderInterface,
    texts: readonly ShaderText[],
    stage: ShaderText,
  ): void => {
    const head = [
      `const WORKGROUP = ${workgroup}u;`,
      `const FIRST_COUNTER = ${firstCounter}u;`,
      shader.text(),
    ];
    const name = `${frame.label}/${label}`;
    frame.steps.push({
      kind: "dispatch",
      label: name,
      module: frame.module([{ name: `${name} (generated)`, text: head.join("\n") }, ...texts], stage),
      bindings: shader.bindings,
      uniform: shader.uniform,
      workgroups: groups,
    });
  };

  frame.steps.push({ kind: "clear", buffer: "record" });
  if (request.inputs.weights) {
    const shader = new ShaderInterface();
    shader.field("items", "u32", { u32: layout.items });
    const text = [
      weightsText(frame, shader, layout, range, "one"),
      "alias Folded = u32;",
      "fn mergeFolded(a: Folded, b: Folded) -> Folded { return max(a, b); }",
      "",
    ].join("\n");
    shader.storage("record", "array<atomic<u32>>", record);
    add("peak", shader, [{ name: `${frame.label}/weights (generated)`, text }], {
      name: "shaders/stages/peak.wgsl",
      text: peakStage,
    });
  }
  const shader = new ShaderInterface();
  shader.sizes({ items: layout.items, counters, columns, firstSlot: frame.slots });
  const page = pages.find((size) => counters <= size);
  const texts: ShaderText[] = [
    {
      name: `${frame.label}/items (generated)`,
      text: [
        page ? `const PAGE = ${page}u;` : "",
        "alias Folded = Tally;",
        "fn mergeFolded(a: Folded, b: Folded) -> Folded { return mergeTally(a, b); }",
        tallyText(tally),
        ledgerGlue(frame, shader, range),
      ].join("\n"),
    },
    { name: `shaders/metrics/${definition.bodyName}.wgsl`, text: definition.body },
    page
      ? { name: "shaders/families/ledgerPage.wgsl", text: pageText }
      : { name: "shaders/families/ledgerBook.wgsl", text: bookText },
  ];
  shader.storage("tallies", "array<Tally>", frame.tallies("read_write"));
  shader.storage("record", "array<atomic<u32>>", record);
  add("ledger", shader, texts, { name: "shaders/families/ledger.wgsl", text: skeleton });
  frame.slots += groups;
  frame.fold({ counted: undefined, summed: [], root: false, writesLoss: false });
  const plan = frame.finish(undefined);
  return rows ? joinRows(rows, plan) : plan;
}

/** The ledger as the host gets it. */
function recordOf(frame: Frame, counters: number): Binding {
  const size = 4 * (firstCounter + 2 * counters);
  const { maxBindingSize } = frame.request.device;
  if (size > maxBindingSize) {
    throw new UnsupportedError(
      `${frame.label}: ${counters} counters take ${size} bytes and one binding of this device ${maxBindingSize}; take fewer classes or bins, or use a device with larger bindings.`,
    );
  }
  frame.buffers.record = { role: "totals", size };
  return { buffer: "record", offset: 0, size, access: "read_write" };
}
