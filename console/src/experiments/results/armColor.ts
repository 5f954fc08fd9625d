/** The colour of an arm, by its place; it only repeats what a word says. */
export function armColor(index: number): string {
  return `var(--arm-${(index % 6) + 1})`;
}
