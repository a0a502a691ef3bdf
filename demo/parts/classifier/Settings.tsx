/** What is to be trained, to be chosen: the pictures, the model, the loss and what rare classes count. */

import { useId } from "preact/hooks";
import { lossChoiceOf, lossChoices } from "../../model/classifier/lossChoices.js";
import { type ModelName, modelChoices } from "../../model/classifier/modelChoices.js";
import { pictureSetOf, pictureSets } from "../../model/classifier/pictureSets.js";
import type { ClassifierSettings } from "../../model/classifier/settings.js";
import { slider } from "../../model/controls.js";
import { Field } from "../Field.js";
import { Presets } from "../Presets.js";

const strength = slider(0, 1, 0);

interface Props {
  readonly settings: ClassifierSettings;
  readonly onChange: (settings: ClassifierSettings) => void;
}

export function PictureChoice({ settings, onChange }: Props) {
  return (
    <>
      <Presets
        label="pictures to learn from"
        presets={pictureSets}
        isChosen={({ name }) => name === settings.pictures}
        onChoose={({ name }) => onChange({ ...settings, pictures: name })}
      />
      <p class="says">{pictureSetOf(settings.pictures).says}</p>
    </>
  );
}

function ModelChoice({ settings, onChange }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>model</label>
      <select
        id={id}
        value={settings.model}
        onChange={({ currentTarget: { value } }) => onChange({ ...settings, model: value as ModelName })}
      >
        {Object.entries(modelChoices).map(([name, { title }]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A loss that is pressed is trained by at once. */
export function LossControls({
  settings,
  onChange,
  onTrain,
}: Props & { readonly onTrain: Props["onChange"] }) {
  const choice = lossChoiceOf(settings.loss);
  const { parameter } = choice;
  return (
    <>
      <ModelChoice settings={settings} onChange={onChange} />
      <fieldset class="presets losses" aria-label="train by">
        {lossChoices.map(({ name, title, parameter: own }) => (
          <button
            type="button"
            key={name}
            data-loss={name}
            aria-pressed={name === settings.loss}
            onClick={() =>
              onTrain({
                ...settings,
                loss: name,
                parameter: name === settings.loss ? settings.parameter : Number(own?.control.start ?? 0),
              })
            }
          >
            {title}
          </button>
        ))}
      </fieldset>
      <p class="quiet">{choice.says}</p>
      {parameter && (
        <Field
          key={choice.name}
          name={parameter.name}
          control={parameter.control}
          value={settings.parameter}
          onChange={(value) => onChange({ ...settings, parameter: Number(value) })}
        />
      )}
      <Field
        name="how much more rare classes count"
        control={strength}
        value={settings.strength}
        onChange={(value) => onChange({ ...settings, strength: Number(value) })}
      />
    </>
  );
}
