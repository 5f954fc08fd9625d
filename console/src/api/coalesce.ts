/**
 * Runs work at once when asked, and once more after it when asked meanwhile: a burst of events neither starts a reading each,
 * nor keeps the reading that runs from ending.
 */
export function coalesced(work: () => Promise<unknown>): () => void {
  let running = false;
  let again = false;
  const run = async () => {
    running = true;
    do {
      again = false;
      // What failed is shown where it is read.
      await work().catch(() => undefined);
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
