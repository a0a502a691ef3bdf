/** Where a file is dropped or chosen, or a sample taken. */
import { useId, useState } from "preact/hooks";

interface Props {
  readonly file: File | undefined;
  readonly onFile: (file: File) => void;
  readonly onSample: () => void;
}

function sizeOf({ size }: File): string {
  return size < 1e6 ? `${Math.max(1, Math.round(size / 1e3))} kB` : `${(size / 1e6).toFixed(1)} MB`;
}

export function FileDrop({ file, onFile, onSample }: Props) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const [first] = files ?? [];
    if (first) onFile(first);
  };
  return (
    <div class="drop-row">
      <label
        class={over ? "drop over" : "drop"}
        for={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,.parquet,.pq,.npy,.arrow,.arrows,.feather,.ipc"
          onChange={(event) => take(event.currentTarget.files)}
        />
        {file ? (
          <span>
            <strong>{file.name}</strong>, {sizeOf(file)}. Drop or choose another.
          </span>
        ) : (
          <span>
            <strong>Drop a file here</strong>, or choose one: CSV, Parquet, npy or Arrow.
          </span>
        )}
      </label>
      <button type="button" class="plain" onClick={onSample}>
        Take a sample of 20,000 rows
      </button>
    </div>
  );
}
