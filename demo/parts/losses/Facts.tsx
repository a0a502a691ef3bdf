/** How a loss is reduced, what it is called elsewhere, and where it comes from. */

import type { LossPage } from "virtual:reference";
import type { LossInfo } from "fusedloss";

interface Props {
  readonly info: LossInfo;
  readonly page: LossPage;
}

const list = (names: readonly string[]) =>
  names.map((name) => (
    <li key={name}>
      <code>{name}</code>
    </li>
  ));

export function Facts({ info, page: { reductions, defaultReduction, outputs, elsewhere } }: Props) {
  return (
    <dl class="facts">
      {reductions.length > 0 && (
        <>
          <dt>Reductions</dt>
          <dd>
            <ul>
              {reductions.map((name) => (
                <li key={name}>
                  <code>{name}</code>
                  {name === defaultReduction && " (default)"}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      {outputs.length > 0 && (
        <>
          <dt>Further outputs</dt>
          <dd>
            <ul>{list(outputs)}</ul>
          </dd>
        </>
      )}
      {elsewhere.length > 0 && (
        <>
          <dt>The same as</dt>
          <dd>
            <ul class="lines">{list(elsewhere)}</ul>
          </dd>
        </>
      )}
      {info.citation && (
        <>
          <dt>Source</dt>
          <dd class="source">{info.citation}.</dd>
        </>
      )}
    </dl>
  );
}
