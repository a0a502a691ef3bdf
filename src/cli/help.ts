/** What `--help` prints, by command. */
export const help: Readonly<Record<string, string>> = {
  all: `fusedloss: loss functions and metrics on WebGPU

  fusedloss eval <file> --loss <name> --input <input=column,…>   losses and metrics of a file
  fusedloss losses [name]                                        the catalogue, or one loss's page
  fusedloss metrics [name]                                       likewise
  fusedloss optimizers [name]                                    likewise
  fusedloss <command> --help                                     more of a command
  fusedloss --version

Exit codes: 0; 2 where the arguments, the file or this machine's WebGPU are at fault; 1 for failures of ours.
`,
  eval: `fusedloss eval <file> --input <input=column,…> [--loss <name>] [--metrics <name,…>]

Losses and metrics of a CSV, Parquet, npy or Arrow file (a path, an http address, or - for standard input), in
one pass.

  --input logits=score,labels=y   the column of each input; several make a last axis (logits=p0,p1,p2,labels=y),
                                  a number is a column's place from 0. Without <file>: each input's own file
  --loss huber:delta=2            a loss and its parameters; may be repeated, or list several
  --metrics rocAuc,f1:average=macro
  --bins 65536                    bins of metrics that are exact without (rocAuc, averagePrecision): flat memory
  --reduction sum                 of the losses: mean, sum or weightedMean; default: each one's own
  --weights column                the input "weights", which every loss and metric takes that has one
  --batch rows                    rows on the GPU at a time
  --format csv|parquet|npy|arrow  instead of what the file's first bytes say
  --json                          results as JSON

  fusedloss eval predictions.parquet --loss binaryCrossEntropyWithLogits --input logits=score,targets=clicked
  fusedloss eval --input logits=logits.npy,labels=labels.npy --metrics accuracy:topK=5
`,
  losses: `fusedloss losses [name]

Every loss with its parameters, inputs and formula; with a name all of one loss: inputs, gradients, ranges of its
parameters, reductions, source, and what it is called elsewhere. Nothing is fetched.
`,
  metrics: `fusedloss metrics [name]

Every metric with its parameters and inputs; with a name all of one. Nothing is fetched.
`,
  optimizers: `fusedloss optimizers [name]

Every optimiser with its parameters and its step; with a name all of one. Nothing is fetched.
`,
};
