import type { ShaderInterface } from "../plan/interface.js";
import type { RowSplit } from "./rowwiseGrid.js";
import type { RowWalk } from "./rowwiseInputs.js";

/**
 * Who has a row: a lane, a workgroup, or several workgroups. `teamOf` is the first row that a lane has, `teamsOf` how
 * far its next one is, `memberOf` its place among those that share the row, whose units it takes in turn; `leads`
 * tells whether a lane is the one that leaves what it and others gather.
 */
export function teamText(shader: ShaderInterface, { team, split }: RowWalk): string {
  if (split) shader.sizes({ ...split });
  const leads = `fn leads(lane: u32) -> bool { return ${team === 1 ? "true" : "lane == 0u"}; }\n`;
  return leads + sharing(team, split);
}

function sharing(team: number, split: RowSplit | undefined): string {
  if (team === 1) return rules("group * WORKGROUP + lane", "groups * WORKGROUP", "0u");
  if (!split) return rules("group", "groups", "lane");
  return rules(
    "group / uniforms.sharers",
    "groups / uniforms.sharers",
    "(group % uniforms.sharers) * WORKGROUP + lane",
  );
}

function rules(teamOf: string, teamsOf: string, memberOf: string): string {
  return [
    `fn teamOf(group: u32, lane: u32) -> u32 { return ${teamOf}; }`,
    `fn teamsOf(groups: u32) -> u32 { return ${teamsOf}; }`,
    `fn memberOf(group: u32, lane: u32) -> u32 { return ${memberOf}; }`,
    "",
  ].join("\n");
}

/** How many lanes share a row, in WGSL; where workgroups share it, one text serves any number of them. */
export function teamSize({ team, split }: RowWalk): string {
  return split && team > 1 ? "(WORKGROUP * uniforms.sharers)" : `${team}u`;
}

/** A member's place in its workgroup, in WGSL. */
export function laneOf({ team, split }: RowWalk): string {
  return split && team > 1 ? "member % WORKGROUP" : "member";
}
