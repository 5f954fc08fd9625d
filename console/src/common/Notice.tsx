import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';

interface Shown {
  tone: 'good' | 'bad' | 'warning' | 'plain';
  title?: string;
  children: ReactNode;
}

/** Something to know; the screen reader says it at once when it is bad news. */
export function Notice({ tone, title, children }: Shown) {
  return (
    <Alert variant="outline" title={title} role={tone === 'bad' || tone === 'warning' ? 'alert' : 'status'} className={`notice tone-${tone}`}>
      {children}
    </Alert>
  );
}
