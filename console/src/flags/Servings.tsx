import type { FlagDetailsFragment } from '#graphql';
import type { Serving } from './serving';

/** Who gets what, first matching row first. */
export function Servings({ served, variants, label }: { served: readonly Serving[]; variants: FlagDetailsFragment['variants']; label: string }) {
  return (
    <table className="data-table stacking" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col">Variant</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {served.map(({ who, variant }) => (
          <tr key={`${who} ${variant}`}>
            <td data-label="Who">{who}</td>
            <td data-label="Variant">
              <b>{variant}</b>
            </td>
            <td data-label="Value" className="mono">
              {JSON.stringify(variants.find(({ name }) => name === variant)?.configuration)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
