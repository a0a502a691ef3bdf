/** Scores as a table of text: what each picture is, and its score for each class. */
export function scoresFile(labels: Int32Array, scores: Float32Array): Blob {
  const classes = scores.length / labels.length;
  const header = ["label", ...Array.from({ length: classes }, (_, k) => `logit_${k}`)];
  const rows = Array.from(labels, (label, row) => [
    label,
    ...scores.subarray(classes * row, classes * (row + 1)),
  ]);
  return new Blob([[header, ...rows].map((cells) => `${cells.join(",")}\n`).join("")], { type: "text/csv" });
}
