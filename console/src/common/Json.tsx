/** JSON as it is kept, laid out for reading. */
export function Json({ value, label }: { value: unknown; label: string }) {
  // Focusable, because what scrolls must be reachable by the keyboard.
  return (
    <pre className="json" tabIndex={0} role="region" aria-label={label}>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
