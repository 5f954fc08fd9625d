import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';

/** Asks before something typed is lost; `pass` lets the next way out through, for what was just saved. */
export function useUnsaved(dirty: boolean) {
  const passing = useRef(false);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && !passing.current && currentLocation.pathname !== nextLocation.pathname);

  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);

  return {
    pass: () => {
      passing.current = true;
    },
    question: blocker.state === 'blocked' && (
      <Modal
        opened
        onClose={() => blocker.reset()}
        title="Leave without saving?"
        centered
        classNames={{ content: 'dialog', header: 'dialog', title: 'dialog-title' }}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="md">
          <Text>Nothing of what you typed here is saved.</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => blocker.proceed()}>
              Leave
            </Button>
            <Button data-autofocus onClick={() => blocker.reset()}>
              Stay here
            </Button>
          </Group>
        </Stack>
      </Modal>
    ),
  };
}
