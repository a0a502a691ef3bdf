/** A logistic regression on the flights: the loss goes on falling where the accuracy has nothing to say. */

import { lateMinutes, worthALine } from "../jobs/late.js";
import { Heads } from "./Heads.js";
import { count, fixed, percent } from "./numbers.js";
import type { FlightsState } from "./useFlights.js";

export function Accuracy({ state: { history, late, status } }: { state: FlightsState }) {
  const lines = history.filter(({ epoch }) => worthALine(epoch));
  return (
    <section aria-labelledby="accuracy">
      <h2 id="accuracy">Loss is not accuracy</h2>
      <div class="split">
        <div class="prose">
          <p>
            Will a flight be more than {lateMinutes} minutes late? A logistic regression on distance and hour
            learns to tell risky flights from safe ones. Accuracy cannot see it: the model finds hardly a
            flight more likely late than not, so its answer stays “on time”.
          </p>
          {late && (
            <p>
              Of the tenth that it thinks riskiest, {percent(late.likeliest)} were late; of the safest tenth,{" "}
              {percent(late.unlikeliest)}. Its accuracy is {percent(history.at(-1)?.accuracy ?? 0)}; always
              answering “on time” has {percent(late.majority)}.
            </p>
          )}
        </div>
        <div>
          <table class="wide" data-epochs={lines.length}>
            <caption>
              {late
                ? `Binary cross entropy on ${count(late.items)} flights (every tenth)`
                : "Binary cross entropy, epoch by epoch"}
            </caption>
            <Heads of={["epoch", "loss", "accuracy", "called late"]} />
            <tbody>
              {lines.map(({ epoch, loss, accuracy, calledLate }) => (
                <tr key={epoch}>
                  <th scope="row">{epoch}</th>
                  <td>{fixed(loss, 4)}</td>
                  <td>{percent(accuracy)}</td>
                  <td>{percent(calledLate)}</td>
                </tr>
              ))}
              {lines.length === 0 && (
                <tr>
                  <td class="empty" colSpan={4}>
                    {status === "working"
                      ? "Comes after the fits."
                      : "Fills when the flights above have been fitted."}
                  </td>
                </tr>
              )}
            </tbody>
            {late && (
              <tfoot>
                <tr>
                  <th scope="row">one probability for all</th>
                  <td>{fixed(late.baseLoss, 4)}</td>
                  <td>{percent(late.majority)}</td>
                  <td>{percent(0)}</td>
                </tr>
              </tfoot>
            )}
          </table>
        </div>
      </div>
    </section>
  );
}
