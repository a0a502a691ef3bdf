import ranksStage from "../../shaders/families/listRanks.wgsl?raw";
import scanStage from "../../shaders/families/listScan.wgsl?raw";
import { ShaderInterface } from "../plan/interface.js";
import type { Plan, PlanRequest } from "../plan/plan.js";
import { cutRanges, type Range } from "./frame.js";
import { Items } from "./items.js";
import type { ListsDefinition } from "./lists.js";
import { type Lists, rankWork, scanWork } from "./listsWork.js";
import { pulled } from "./pulled.js";

/**
 * rank → scan → (count) → items, fold → pull. Ranks take O(C²) comparisons, spread over the whole grid; everything
 * else O(C). Memory: 16 bytes per entry, lists taking turns where that is more than a binding holds.
 */
export function planLists(request: PlanRequest): Plan {
  const { body, name } = request.definition as ListsDefinition;
  const items = new Items(request, { decides: true });
  const { software, maxBindingSize } = request.device;
  const { entries = 0, inner = 1 } = items.layout.sizes;
  const hasMask = items.given.includes("mask");
  const hasGradient = request.gradients.length > 0;
  const count = items.layout.items;
  const listText = (shader: ShaderInterface): string => {
    shader.field("entries", "u32", { u32: entries });
    shader.field("inner", "u32", { u32: inner });
    return [
      hasMask ? items.read(shader, "mask") : "",
      `fn isListed(element: u32) -> bool { return ${hasMask ? "(read_mask(element) & 0x7fffffffu) != 0u" : "true"}; }`,
      `fn isMaskBroken(element: u32) -> bool { return ${hasMask ? "(read_mask(element) & 0x7fffffffu) > infinityBits" : "false"}; }`,
      "fn elementOf(list: u32, entry: u32) -> u32 { return ((list / uniforms.inner) * uniforms.entries + entry) * uniforms.inner + list % uniforms.inner; }",
      "fn itemOf(element: u32) -> u32 { return (element / (uniforms.entries * uniforms.inner)) * uniforms.inner + element % uniforms.inner; }",
      "",
    ].join("\n");
  };
  // What is not listed is not read.
  items.inspect((input, shader) => {
    if (input === "mask" || !hasMask) return undefined;
    return [
      listText(shader),
      items.read(shader, input),
      `fn isFault(element: u32) -> bool { return isListed(element) && (read_${input}(element) & infinityBits) == infinityBits; }`,
      "",
    ].join("\n");
  });
  if (!request.divisorOnly || request.reduction !== "sum") {
    const ranges = cutRanges(count, Math.max(1, Math.floor(maxBindingSize / (8 * entries))), 1);
    const most = Math.max(0, ...ranges.map((range) => range.count));
    const listsOf = (range: Range): Lists => ({
      names: items.given,
      entries,
      lists: range.count,
      share: range.count / count,
      turn: range.count / most,
    });
    items.scratch("order", 4 * most * entries);
    if (hasGradient) {
      items.scratch("rests", 8 * most * entries);
      items.scratch("slopes", 4 * count * entries);
    }
    for (const range of ranges) {
      const ranks = new ShaderInterface();
      const size = software ? 16 : 256;
      ranks.field("firstList", "u32", { u32: range.first });
      ranks.field("lists", "u32", { u32: range.count });
      const ranksText = listText(ranks) + items.read(ranks, "targets");
      ranks.storage("order", "array<u32>", items.whole("order", "read_write"));
      items.add({
        label: "rank",
        shader: ranks,
        texts: [{ name: `${name}/rank (generated)`, text: `const WORKGROUP = ${size}u;\n${ranksText}` }],
        skeleton: { name: "shaders/families/listRanks.wgsl", text: ranksStage },
        workgroups: Math.max(1, Math.min(Math.ceil((range.count * entries) / size), software ? 16 : 4096)),
        work: rankWork(listsOf(range), size),
      });
      const scan = new ShaderInterface();
      const lanes = software ? 4 : 64;
      scan.field("firstList", "u32", { u32: range.first });
      scan.field("lists", "u32", { u32: range.count });
      const scanText = [
        `const WORKGROUP = ${lanes}u;`,
        `const SLOPES = ${hasGradient};`,
        listText(scan),
        items.read(scan, "targets"),
        items.read(scan, "scores"),
        `fn rankingTerm(own: vec2f, rest: vec2f) -> f32 { return ${name}Term(own, rest); }`,
        `fn rankingSlope(own: vec2f, before: vec2f, rest: vec2f, all: vec2f) -> f32 { return ${name}Slope(own, before, rest, all); }`,
        `fn leaveRest(place: u32, rest: vec2f) { ${hasGradient ? "rests[place] = rest;" : ""} }`,
        `fn restAt(place: u32) -> vec2f { return ${hasGradient ? "rests[place]" : "scaledOne"}; }`,
        `fn leaveSlope(element: u32, slope: f32) { ${hasGradient ? "slopes[element] = slope;" : ""} }`,
        "",
      ].join("\n");
      scan.storage("order", "array<u32>", items.whole("order", "read"));
      if (hasGradient) {
        scan.storage("rests", "array<vec2f>", items.whole("rests", "read_write"));
        scan.storage("slopes", "array<f32>", items.whole("slopes", "read_write"));
      }
      items.losses(scan, "read_write");
      items.add({
        label: "scan",
        shader: scan,
        texts: [
          { name: `${name}/scan (generated)`, text: scanText },
          { name: `shaders/losses/${name}.wgsl`, text: body },
        ],
        skeleton: { name: "shaders/families/listScan.wgsl", text: scanStage },
        workgroups: Math.max(1, Math.min(range.count, software ? 16 : 4096)),
        work: scanWork(listsOf(range), hasGradient),
      });
    }
  }
  items.reduce();
  if (hasGradient) pulled(items, "scores", listText);
  return items.finish();
}
