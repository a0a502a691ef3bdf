import { scoreCases } from "../scoreCases.js";

export const rocAuc = scoreCases("roc_auc_score", { figure: 0.75, withoutPositives: Number.NaN });
