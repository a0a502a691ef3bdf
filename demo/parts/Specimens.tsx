/** All losses at a glance: each a small curve, drawn one after the other, and a way to choose it. */
import { useEffect, useState } from "preact/hooks";
import { curveGroups, curves, type Entry } from "../model/catalogue.js";
import { controlsOf, startsOf } from "../model/controls.js";
import { gpuCurve } from "../model/gpuCurve.js";
import { referenceCurve } from "../model/referenceCurve.js";
import { knobsOf, sceneOf } from "../model/scene.js";
import { useEngineState } from "./engine.js";
import { breakable } from "./numbers.js";

const [width, height] = [96, 44];

/** A curve as an SVG path in the small picture's own units. */
function pathOf(loss: ArrayLike<number>): string {
  const values = Array.from(loss)
    .map((value, i) => [i, value] as const)
    .filter(([, value]) => Number.isFinite(value));
  const sorted = values.map(([, value]) => value).sort((a, b) => a - b);
  const low = sorted[0] ?? 0;
  const high = Math.max(sorted[Math.floor(0.97 * (sorted.length - 1))] ?? 1, low + 1e-9);
  const last = loss.length - 1;
  return values
    .filter(([i]) => i % 5 === 0)
    .map(([i, value], n) => {
      const x = 3 + ((width - 6) * i) / last;
      const y = height - 4 - ((height - 8) * (value - low)) / (high - low);
      return `${n ? "L" : "M"}${x.toFixed(1)} ${Math.max(-20, y).toFixed(1)}`;
    })
    .join("");
}

async function draw(entry: Entry, engine: Parameters<typeof gpuCurve>[0] | undefined): Promise<string> {
  const scene = sceneOf(entry.info, startsOf(knobsOf(entry.info)), startsOf(controlsOf(entry.info)));
  if (!scene) return "";
  const loss = entry.make();
  return pathOf((engine ? await gpuCurve(engine, loss, scene) : referenceCurve(loss, scene)).loss);
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 0));

function usePaths(): Readonly<Record<string, string>> {
  const state = useEngineState();
  const [paths, setPaths] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    if (state.status === "starting") return;
    let current = true;
    (async () => {
      for (const entry of curves) {
        await pause();
        if (!current) return;
        const path = await draw(entry, state.status === "ready" ? state.engine : undefined).catch(() => "");
        if (current) setPaths((before) => ({ ...before, [entry.info.name]: path }));
      }
    })();
    return () => {
      current = false;
    };
  }, [state]);
  return paths;
}

interface Props {
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

export function Specimens({ chosen, onChoose }: Props) {
  const paths = usePaths();
  return (
    <div class="specimens">
      {curveGroups.map(({ group, members }) => (
        <section key={group} aria-label={group}>
          <h3>{group}</h3>
          <ul>
            {members.map(({ info: { name } }) => (
              <li key={name}>
                <button type="button" aria-pressed={name === chosen} onClick={() => onChoose(name)}>
                  <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
                    <path d={paths[name] ?? ""} />
                  </svg>
                  <span>{breakable(name)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
