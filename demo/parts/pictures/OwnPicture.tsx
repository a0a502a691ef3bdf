/** A picture of the visitor's own: made small on a canvas, never sent anywhere. */
import { useId, useState } from "preact/hooks";
import type { Picture } from "../../model/pictures/picture.js";
import { sentence } from "../engine.js";
import { readPicture } from "./readPicture.js";

interface Props {
  readonly onPicture: (picture: Picture) => void;
}

export function OwnPicture({ onPicture }: Props) {
  const id = useId();
  const [fault, setFault] = useState<string>();
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      onPicture(await readPicture(file));
      setFault(undefined);
    } catch (error) {
      setFault(sentence(error));
    }
  };
  return (
    <div class="own-picture">
      <label for={id}>a picture of yours</label>
      <input
        id={id}
        type="file"
        accept="image/*"
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      {fault && (
        <p class="quiet" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
