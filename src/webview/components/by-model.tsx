import type { ModelUseView } from "../../protocol/views.ts";
import { dollars, tokens } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";

/** What each model has done for a run. */
export function ByModel({ models }: { readonly models: readonly ModelUseView[] }) {
  return (
    <table class="by-model">
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Calls</th>
          <th scope="col">In</th>
          <th scope="col">Cached</th>
          <th scope="col">Out</th>
          <th scope="col">Cost</th>
        </tr>
      </thead>
      <tbody>
        {models.map(({ model, calls, input, cached, output, usd }) => (
          <tr key={model}>
            <th scope="row">{plainly(model)}</th>
            <td>{calls}</td>
            <td>{tokens(input)}</td>
            <td>{tokens(cached)}</td>
            <td>{tokens(output)}</td>
            <td>{usd === undefined ? "not known" : dollars(usd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
