/** A file that tells how much of it has been read. */
export class WatchedFile extends File {
  #read = 0;
  readonly #told: (read: number) => void;

  constructor(file: File, told: (read: number) => void) {
    super([file], file.name);
    this.#told = told;
  }

  override slice(start = 0, end = this.size, type?: string): Blob {
    this.#read += Math.max(0, Math.min(end, this.size) - start);
    this.#told(this.#read);
    return super.slice(start, end, type);
  }
}
