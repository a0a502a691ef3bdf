/** The numbers of a picture as a program in another language: whoever doubts them can run it. */
import type { Alignment } from "./alignment.js";
import { classes } from "./notes.js";
import { frames, notesOf, type Tune } from "./tune.js";

/** Python for PyTorch: its CTC on these logits, beside the loss that is shown here. */
export function proofOf({ logits, loss }: Alignment, tune: Tune): string {
  const notes = notesOf(tune);
  const rows = Array.from({ length: frames }, (_, t) =>
    JSON.stringify(Array.from({ length: classes }, (_, k) => Number(logits[t * classes + k]))),
  );
  return [
    "import torch",
    `logits = torch.tensor([\n${rows.map((row) => `    ${row},\n`).join("")}])`,
    `targets = torch.tensor([${JSON.stringify(notes)}])`,
    "loss = torch.nn.functional.ctc_loss(",
    "    logits.log_softmax(1).unsqueeze(1), targets,",
    `    torch.tensor([${frames}]), torch.tensor([${notes.length}]), reduction="sum")`,
    `print(loss, "here", ${loss})`,
  ].join("\n");
}
