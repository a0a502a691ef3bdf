/** The columns of a file, or why they cannot be told. */
import { type ColumnName, columnsOf } from "fusedloss/files";
import { useEffect, useState } from "preact/hooks";
import { sentence } from "../engine.js";

export interface Head {
  readonly file: File;
  readonly columns: readonly ColumnName[];
  readonly fault: string | undefined;
}

/** Undefined until the file has been looked at. */
export function useColumns(file: File | undefined): Head | undefined {
  const [head, setHead] = useState<Head>();
  useEffect(() => {
    if (!file) return;
    const leaving = new AbortController();
    const show = (columns: readonly ColumnName[], fault?: string) => {
      if (!leaving.signal.aborted) setHead({ file, columns, fault });
    };
    columnsOf(file, { signal: leaving.signal }).then(
      (columns) => show(columns, columns.length > 0 ? undefined : `${file.name} has no columns.`),
      (error: unknown) => show([], sentence(error)),
    );
    return () => leaving.abort();
  }, [file]);
  return head?.file === file ? head : undefined;
}
