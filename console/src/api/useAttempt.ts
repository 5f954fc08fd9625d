import { useState } from 'react';
import { type Refusal, refusalsOf } from './refusals';

type Payload = Parameters<typeof refusalsOf>[0];

/** A change that somebody tries to make. What it was refused with is shown until the next try. */
export function useAttempt() {
  const [sending, setSending] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [problem, setProblem] = useState<Error | null>(null);

  const forget = () => {
    setRefusals([]);
    setProblem(null);
  };

  /** The payload of a change that was made; null when it was refused or brought no answer. */
  const attempt = async <T extends Payload>(send: () => Promise<T>): Promise<T | null> => {
    setSending(true);
    forget();
    try {
      const payload = await send();
      setRefusals(refusalsOf(payload));
      return refusalsOf(payload).length === 0 ? payload : null;
    } catch (failure) {
      setProblem(failure as Error);
      return null;
    } finally {
      setSending(false);
    }
  };

  return { sending, refusals, problem, attempt, forget };
}
