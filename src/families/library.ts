import accumulated from "../../shaders/lib/accumulated.wgsl?raw";
import asin from "../../shaders/lib/asin.wgsl?raw";
import atan from "../../shaders/lib/atan.wgsl?raw";
import cosine from "../../shaders/lib/cosine.wgsl?raw";
import count from "../../shaders/lib/count.wgsl?raw";
import decay from "../../shaders/lib/decay.wgsl?raw";
import domain from "../../shaders/lib/domain.wgsl?raw";
import exp from "../../shaders/lib/exp.wgsl?raw";
import exp2 from "../../shaders/lib/exp2.wgsl?raw";
import expm1 from "../../shaders/lib/expm1.wgsl?raw";
import expSum from "../../shaders/lib/expSum.wgsl?raw";
import half from "../../shaders/lib/half.wgsl?raw";
import hyperbolic from "../../shaders/lib/hyperbolic.wgsl?raw";
import ledger from "../../shaders/lib/ledger.wgsl?raw";
import limits from "../../shaders/lib/limits.wgsl?raw";
import log from "../../shaders/lib/log.wgsl?raw";
import log1p from "../../shaders/lib/log1p.wgsl?raw";
import log1pUnit from "../../shaders/lib/log1pUnit.wgsl?raw";
import logCosh from "../../shaders/lib/logCosh.wgsl?raw";
import minmod from "../../shaders/lib/minmod.wgsl?raw";
import norm from "../../shaders/lib/norm.wgsl?raw";
import pow from "../../shaders/lib/pow.wgsl?raw";
import powerOfTwo from "../../shaders/lib/powerOfTwo.wgsl?raw";
import scale from "../../shaders/lib/scale.wgsl?raw";
import scaled from "../../shaders/lib/scaled.wgsl?raw";
import sigmoid from "../../shaders/lib/sigmoid.wgsl?raw";
import signedPow from "../../shaders/lib/signedPow.wgsl?raw";
import sin from "../../shaders/lib/sin.wgsl?raw";
import softmaxPair from "../../shaders/lib/softmaxPair.wgsl?raw";
import softplus from "../../shaders/lib/softplus.wgsl?raw";
import sortKey from "../../shaders/lib/sortKey.wgsl?raw";
import squareSum from "../../shaders/lib/squareSum.wgsl?raw";
import tanh from "../../shaders/lib/tanh.wgsl?raw";
import timesExp from "../../shaders/lib/timesExp.wgsl?raw";
import towards from "../../shaders/lib/towards.wgsl?raw";
import tree from "../../shaders/lib/tree.wgsl?raw";
import type { ShaderText } from "../plan/compose.js";

/** Every file of `shaders/lib`: `link` takes from it what a module mentions. */
export const library: readonly ShaderText[] = [
  { name: "shaders/lib/limits.wgsl", text: limits },
  { name: "shaders/lib/exp.wgsl", text: exp },
  { name: "shaders/lib/expm1.wgsl", text: expm1 },
  { name: "shaders/lib/expSum.wgsl", text: expSum },
  { name: "shaders/lib/timesExp.wgsl", text: timesExp },
  { name: "shaders/lib/log.wgsl", text: log },
  { name: "shaders/lib/log1p.wgsl", text: log1p },
  { name: "shaders/lib/softmaxPair.wgsl", text: softmaxPair },
  { name: "shaders/lib/softplus.wgsl", text: softplus },
  { name: "shaders/lib/sigmoid.wgsl", text: sigmoid },
  { name: "shaders/lib/tanh.wgsl", text: tanh },
  { name: "shaders/lib/logCosh.wgsl", text: logCosh },
  { name: "shaders/lib/pow.wgsl", text: pow },
  { name: "shaders/lib/squareSum.wgsl", text: squareSum },
  { name: "shaders/lib/cosine.wgsl", text: cosine },
  { name: "shaders/lib/accumulated.wgsl", text: accumulated },
  { name: "shaders/lib/count.wgsl", text: count },
  { name: "shaders/lib/domain.wgsl", text: domain },
  { name: "shaders/lib/half.wgsl", text: half },
  { name: "shaders/lib/scale.wgsl", text: scale },
  { name: "shaders/lib/scaled.wgsl", text: scaled },
  { name: "shaders/lib/tree.wgsl", text: tree },
  { name: "shaders/lib/decay.wgsl", text: decay },
  { name: "shaders/lib/powerOfTwo.wgsl", text: powerOfTwo },
  { name: "shaders/lib/log1pUnit.wgsl", text: log1pUnit },
  { name: "shaders/lib/asin.wgsl", text: asin },
  { name: "shaders/lib/atan.wgsl", text: atan },
  { name: "shaders/lib/exp2.wgsl", text: exp2 },
  { name: "shaders/lib/hyperbolic.wgsl", text: hyperbolic },
  { name: "shaders/lib/minmod.wgsl", text: minmod },
  { name: "shaders/lib/signedPow.wgsl", text: signedPow },
  { name: "shaders/lib/sin.wgsl", text: sin },
  { name: "shaders/lib/towards.wgsl", text: towards },
  { name: "shaders/lib/norm.wgsl", text: norm },
  { name: "shaders/lib/ledger.wgsl", text: ledger },
  { name: "shaders/lib/sortKey.wgsl", text: sortKey },
];
