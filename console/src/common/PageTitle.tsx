import { Group, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

/** Names the page for the tab and moves the focus to it, so that a reader's voice says where a link has led. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Connects console`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <Group justify="space-between" align="center" gap="sm" wrap="wrap">
      <Title order={1} fz={{ base: 24, sm: 28 }} ref={heading} tabIndex={-1}>
        {title}
      </Title>
      {children}
    </Group>
  );
}
