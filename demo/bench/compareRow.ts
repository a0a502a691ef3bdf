/** One row of this machine's table: who is right, then how long everybody takes, side by side. */
import { againstCopy } from "./againstCopy.js";
import type { Contestant } from "./contestants/contestant.js";
import type { OurEntry } from "./contestants/ours.js";
import { makeInputs } from "./data.js";
import { judge } from "./judge.js";
import { prepare, type Ready } from "./prepare.js";
import { race } from "./race.js";
import { nameOf, type Row } from "./rows.js";
import { ratio, spread } from "./statistics.js";

type Spread = ReturnType<typeof spread>;

export interface PeerResult {
  readonly name: string;
  readonly ms?: Spread;
  /** Its time by ours, round by round. */
  readonly ratio?: Spread;
  /** Why it was not timed. */
  readonly reason?: string;
}

export interface RowResult {
  readonly name: string;
  readonly ours?: Spread;
  /** Against a kernel that moves the same bytes: its time by ours, and what it moves. */
  readonly copy?: { readonly fraction: Spread; readonly gigabytesPerSecond: number };
  readonly peers: readonly PeerResult[];
  readonly rounds: number;
}

interface Field {
  /** Where there is a GPU. */
  readonly ours: Contestant<OurEntry> | undefined;
  readonly peers: readonly Contestant[];
  readonly rounds: number;
  /** Told what comes next. */
  readonly onStage: (stage: string) => void;
}

/** Input sets take turns, or a cache would hold the only one. */
const inputSets = 2;

/** Everybody who takes part has been started. */
export async function compareRow(row: Row, { ours, peers, rounds, onStage }: Field): Promise<RowResult> {
  onStage("making numbers, and the reference’s answer");
  const sets = Array.from({ length: inputSets }, (_, set) => makeInputs(row, set));
  const expected = sets.map((set) => judge(row, set));
  const ready: Ready[] = [];
  try {
    onStage("checking fusedloss against the reference");
    const own = ours && (await prepare(ours, row, sets, expected));
    if (own) ready.push(own);
    const failed = new Map<string, string>();
    for (const peer of peers) {
      onStage(`checking ${peer.name} against the reference`);
      try {
        ready.push(await prepare(peer, row, sets, expected));
      } catch (error) {
        failed.set(peer.name, error instanceof Error ? error.message : String(error));
      }
    }
    onStage(`timing, ${rounds} rounds`);
    await race(ready, expected, rounds);
    if (own) onStage("timing a copy of the same bytes");
    const copy = own && (await againstCopy(own.entry, row, rounds));
    const resultOf = ({ name }: Contestant): PeerResult => {
      const samples = ready.find(({ contestant }) => contestant.name === name)?.samples;
      if (!samples) return { name, reason: failed.get(name) ?? "it did not start" };
      return { name, ms: spread(samples), ...(own ? { ratio: ratio(samples, own.samples) } : {}) };
    };
    return {
      name: nameOf(row),
      ...(own && copy ? { ours: spread(own.samples), copy } : {}),
      peers: peers.map(resultOf),
      rounds,
    };
  } finally {
    for (const { entry } of ready) entry.dispose();
  }
}
