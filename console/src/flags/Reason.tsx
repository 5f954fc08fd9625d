import { Textarea } from '@mantine/core';
import { useState } from 'react';

/** Why somebody changes something: asked for before it is sent. */
export function useReason() {
  const [value, set] = useState('');
  const [missing, setMissing] = useState(false);
  return {
    value,
    missing,
    type: (text: string) => {
      set(text);
      setMissing(false);
    },
    /** The reason; null, and said at the field, when there is none. */
    given: () => {
      const reason = value.trim();
      setMissing(reason === '');
      return reason === '' ? null : reason;
    },
  };
}

export function Reason({ reason, example }: { reason: ReturnType<typeof useReason>; example: string }) {
  return (
    <Textarea
      label="Reason"
      description="It is kept in the audit log."
      placeholder={example}
      autosize
      minRows={2}
      data-autofocus
      required
      value={reason.value}
      error={reason.missing ? 'Say why, for those who read the audit log.' : null}
      onChange={(event) => reason.type(event.currentTarget.value)}
    />
  );
}
