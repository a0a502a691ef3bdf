/** Settings to begin with, one of them chosen. */
interface Props<Preset> {
  /** What they are, for a reader who cannot see them. */
  readonly label: string;
  readonly presets: readonly Preset[];
  readonly isChosen: (preset: Preset) => boolean;
  readonly onChoose: (preset: Preset) => void;
}

export function Presets<Preset extends { readonly title: string }>({
  label,
  presets,
  isChosen,
  onChoose,
}: Props<Preset>) {
  return (
    <fieldset class="presets" aria-label={label}>
      {presets.map((one) => (
        <button type="button" key={one.title} aria-pressed={isChosen(one)} onClick={() => onChoose(one)}>
          {one.title}
        </button>
      ))}
    </fieldset>
  );
}
