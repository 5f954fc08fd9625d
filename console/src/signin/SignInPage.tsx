import { Anchor, Box, Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { Role } from '#graphql';
import { session, useSession } from '../api/session';
import { Notice } from '../common/Notice';
import { PageTitle } from '../common/PageTitle';
import { Problem } from '../common/Problem';
import { Mark } from '../shell/Mark';
import { SchemeSwitch } from '../shell/SchemeSwitch';
import { developmentToken } from './developmentTokens';
import { PasteToken } from './PasteToken';
import { provider } from './provider';
import { ProviderSignIn } from './ProviderSignIn';

const people: readonly { role: Role; name: string; may: string }[] = [
  { role: 'PRODUCT_MANAGER', name: 'Product manager', may: 'Plans, starts and stops experiments; reads flags, ledger and jobs.' },
  { role: 'ADMIN', name: 'Admin', may: 'All of that, and runs scheduled jobs.' },
  { role: 'SUPPORT', name: 'Support', may: 'Reads everything; gives courtesy Connects, decides on referrals.' },
];

export function SignInPage() {
  const { ended } = useSession();
  const [way, setWay] = useState<'roles' | 'token' | 'provider'>('roles');
  const [waiting, setWaiting] = useState<Role | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);

  const pick = async (role: Role) => {
    setWaiting(role);
    setProblem(null);
    try {
      const token = await developmentToken(role);
      if (token === null) setWay('provider');
      else session.signIn(token);
    } catch (failure) {
      setProblem(failure as Error);
    } finally {
      setWaiting(null);
    }
  };

  return (
    <Box component="main" px="md" py={{ base: 32, sm: 80 }}>
      <Stack maw={460} mx="auto" gap="lg">
        <Mark />
        {ended !== null && (
          <Notice tone="warning" title="You were signed out">
            {ended}
          </Notice>
        )}
        {way === 'roles' && provider !== null ? (
          <>
            <ProviderSignIn provider={provider} />
            <UseToken choose={() => setWay('token')} />
          </>
        ) : way === 'roles' ? (
          <Stack gap="md">
            <PageTitle title="Sign in" />
            <Text c="dimmed">On a development host, pick whom to be. Elsewhere, sign in with a token of your company’s provider.</Text>
            {problem && <Problem problem={problem} />}
            <ul className="plain-list surface rows" style={{ overflow: 'hidden' }}>
              {people.map(({ role, name, may }) => (
                <li key={role} style={{ padding: 0 }}>
                  <UnstyledButton w="100%" className="person" disabled={waiting !== null} onClick={() => void pick(role)} aria-busy={waiting === role}>
                    <Group justify="space-between" wrap="nowrap">
                      <div>
                        <Text fw={600}>{name}</Text>
                        <Text size="sm" c="dimmed">
                          {may}
                        </Text>
                      </div>
                      <Text aria-hidden="true" c="dimmed" fz={20}>
                        ›
                      </Text>
                    </Group>
                  </UnstyledButton>
                </li>
              ))}
            </ul>
            <UseToken choose={() => setWay('token')} />
          </Stack>
        ) : (
          <Stack gap="md">
            <PageTitle title="Sign in with a token" />
            {way === 'provider' && (
              <Text>
                Sign-in goes through your company’s provider: this host gives out no tokens of its own. Get an access token for this API from the provider, with a staff role in its
                claim <span className="mono">roles</span>, and paste it here.
              </Text>
            )}
            <PasteToken />
            <Button variant="default" onClick={() => setWay('roles')}>
              Back
            </Button>
          </Stack>
        )}
        <Box w={220}>
          <SchemeSwitch />
        </Box>
      </Stack>
    </Box>
  );
}

function UseToken({ choose }: { choose: () => void }) {
  return (
    <Anchor component="button" type="button" size="sm" ta="left" onClick={choose}>
      Use a token
    </Anchor>
  );
}
