/** The page of one loss. */

import { reference } from "virtual:reference";
import type { LossInfo } from "fusedloss";
import { useMemo } from "preact/hooks";
import type { Address, Value } from "../../model/address.js";
import { programOf } from "../../model/program.js";
import { sceneOf } from "../../model/scene.js";
import { settingsOf } from "../../model/settings.js";
import { shelfOf } from "../../model/shelves.js";
import { sweepOf } from "../../model/sweep.js";
import { Controls } from "../Controls.js";
import { CurveFigure } from "../CurveFigure.js";
import { sentence } from "../engine.js";
import { Formula } from "../Formula.js";
import { Facts } from "./Facts.js";
import { InputTable } from "./InputTable.js";
import { Name } from "./Name.js";
import { ParameterTable } from "./ParameterTable.js";
import { ProgramRun } from "./ProgramRun.js";
import { Line, Words } from "./Words.js";

interface Props {
  readonly info: LossInfo;
  readonly settings: Address["settings"];
  readonly onChange: (field: string, value: Value) => void;
}

/** A program, or the sentence in which the loss refuses a parameter. */
function tryProgram(info: LossInfo, params: Address["settings"]) {
  try {
    return { program: programOf(info, params) };
  } catch (error) {
    return { refused: sentence(error) };
  }
}

export function LossArticle({ info, settings, onChange }: Props) {
  const { name } = info;
  const page = reference[name];
  const { controls, knobs, params, places, asked } = useMemo(
    () => settingsOf(info, settings),
    [info, settings],
  );
  const { program, refused } = useMemo(() => tryProgram(info, asked), [info, asked]);
  const scene = useMemo(
    () => program && (sceneOf(info, places, params) ?? sweepOf(info, program)),
    [info, places, params, program],
  );
  if (!page) return null;
  const [summary = "", ...rest] = page.text.split("\n\n");
  const moved = Object.keys(settings).length > 0;

  return (
    <article class="loss" data-loss={name} aria-labelledby="loss-name">
      <p class="quiet">{shelfOf(info)}</p>
      <h2 id="loss-name">
        <Name of={name} />
      </h2>
      <p class="lead">
        <Line text={summary} />
      </p>
      <Formula name={name} />
      {refused && (
        <p class="refused" role="alert">
          {refused} <a href={`#/${name}`}>Back to the defaults</a>
        </p>
      )}
      {program && scene && (
        <div class="stage">
          {(controls.length > 0 || knobs.length > 0) && (
            <div class="fields">
              <Controls of={name} controls={controls} values={params} onChange={onChange} />
              <Controls of={name} controls={knobs} values={places} onChange={onChange} />
              {moved && (
                <p class="quiet">
                  <a href={`#/${name}`}>Back to the defaults</a>
                </p>
              )}
            </div>
          )}
          <CurveFigure name={name} loss={program.loss} scene={scene} />
        </div>
      )}
      {rest.length > 0 && (
        <section class="notes">
          <Words text={rest.join("\n\n")} />
        </section>
      )}
      <section class="tables">
        <InputTable info={info} inputs={page.inputs} />
        <ParameterTable info={info} meanings={page.params} />
        <Facts info={info} page={page} />
      </section>
      {program && (
        <section aria-labelledby="program">
          <h3 id="program">A program</h3>
          <ProgramRun key={program.text} program={program} />
        </section>
      )}
    </article>
  );
}
