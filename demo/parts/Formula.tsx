/** A loss's formula, set as mathematics. */
import { formulas } from "virtual:formulas";

export function Formula({ name }: { readonly name: string }) {
  return <div class="formula" dangerouslySetInnerHTML={{ __html: formulas[name] ?? "" }} />;
}
