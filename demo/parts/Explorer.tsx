/** Every loss: choose one, move its parameters, and see loss and slope, from the GPU over the reference. */
import { huber } from "fusedloss";
import { useCallback, useMemo, useState } from "preact/hooks";
import { hashOf } from "../model/address.js";
import type { Entry } from "../model/catalogue.js";
import { controlsOf, type Settings, startsOf } from "../model/controls.js";
import { knobsOf, points, sceneOf } from "../model/scene.js";
import { Controls } from "./Controls.js";
import { CurveFigure } from "./CurveFigure.js";
import { Formula } from "./Formula.js";
import { useLater } from "./later.js";

/** The others are fetched when this one is drawn. */
const first: Entry = { info: huber.info, make: huber };
const bringOthers = async () => ({
  ...(await import("../model/catalogue.js")),
  ...(await import("./Specimens.js")),
});

interface Props {
  /** Called when the first curve is there. */
  readonly onFirst: () => void;
}

export function Explorer({ onFirst }: Props) {
  const [name, setName] = useState("huber");
  const [begun, setBegun] = useState(false);
  const onDrawn = useCallback(() => {
    setBegun(true);
    onFirst();
  }, [onFirst]);
  const all = useLater(bringOthers, begun);
  const entry = all?.curves.find(({ info }) => info.name === name) ?? first;
  const controls = useMemo(() => controlsOf(entry.info), [entry]);
  const knobs = useMemo(() => knobsOf(entry.info), [entry]);
  // What was moved belongs to the loss at which it was moved.
  const [moved, setMoved] = useState<{ name: string; params: Settings; knobs: Settings }>();
  const own = moved?.name === name ? moved : undefined;
  const params = useMemo(() => ({ ...startsOf(controls), ...own?.params }), [controls, own]);
  const places = useMemo(() => ({ ...startsOf(knobs), ...own?.knobs }), [knobs, own]);
  const loss = useMemo(() => entry.make(params), [entry, params]);
  const scene = useMemo(() => sceneOf(entry.info, places, params), [entry, places, params]);
  const move = (key: "params" | "knobs", field: string, value: Settings[string]) =>
    setMoved((before) => {
      const base = before?.name === name ? before : { name, params: {}, knobs: {} };
      return { ...base, [key]: { ...base[key], [field]: value } };
    });
  const choose = useCallback((chosen: string) => {
    setName(chosen);
    document.getElementById("every-loss")?.scrollIntoView({ block: "start" });
  }, []);

  return (
    <section aria-labelledby="every-loss">
      <h2 id="every-loss">Every loss, and its slope</h2>
      <div class="split">
        <div class="prose">
          <p>
            A model learns from the slope, not from the loss. Choose one and move its parameters: each curve
            is a batch of {points} items that went through this device’s GPU in one pass, loss and gradient
            together.
          </p>
          <div class="field">
            <label for="loss">loss</label>
            <select id="loss" value={name} onChange={(event) => setName(event.currentTarget.value)}>
              {all ? (
                all.curveGroups.map(({ group, members }) => (
                  <optgroup key={group} label={group}>
                    {members.map(({ info }) => (
                      <option key={info.name} value={info.name}>
                        {info.name}
                      </option>
                    ))}
                  </optgroup>
                ))
              ) : (
                <option value={name}>{name}</option>
              )}
            </select>
          </div>
          <div class="fields">
            <Controls
              of={name}
              controls={controls}
              values={params}
              onChange={(field, value) => move("params", field, value)}
            />
            <Controls
              of={name}
              controls={knobs}
              values={places}
              onChange={(field, value) => move("knobs", field, value)}
            />
          </div>
        </div>
        <div class="stage">
          <Formula name={name} />
          {scene && <CurveFigure name={name} loss={loss} scene={scene} onFirst={onDrawn} />}
          <p class="citation">{entry.info.citation}.</p>
          <p class="quiet">
            <a href={`./losses.html${hashOf({ name, settings: own?.params ?? {} })}`}>
              What it takes, what it is called elsewhere, and a program: the page of {name}
            </a>
          </p>
        </div>
      </div>
      {all && <all.Specimens chosen={name} onChoose={choose} />}
    </section>
  );
}
