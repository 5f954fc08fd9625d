import { useEffect, useState } from 'react';

/** For what opens over a page and is taken away whole: the focus goes back to where it came from, or to the page's title if that is gone. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const place = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : document.querySelector('h1');
      place?.focus({ preventScroll: true });
    },
    [before],
  );
}
