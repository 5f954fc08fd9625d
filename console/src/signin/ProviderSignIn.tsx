import { Button, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { session } from '../api/session';
import { Loading } from '../common/Loading';
import { PageTitle } from '../common/PageTitle';
import { Problem } from '../common/Problem';
import { begin, finish, type Provider, returnPath, type SignedIn } from './provider';

// A code is good for one use, and an effect may run twice.
let finishing: Promise<SignedIn> | null = null;

/** Goes to the company's provider, and comes back with a token. */
export function ProviderSignIn({ provider }: { provider: Provider }) {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Error | null>(null);
  const [leaving, setLeaving] = useState(false);
  const [signedIn, setSignedIn] = useState<SignedIn | null>(null);
  const returned = pathname === returnPath && problem === null;

  useEffect(() => {
    if (!returned || signedIn !== null) return;
    finishing ??= finish(provider, search);
    finishing.then(setSignedIn, setProblem).finally(() => (finishing = null));
  }, [returned, signedIn, provider, search]);

  useEffect(() => {
    if (signedIn === null) return;
    // First to the page that was asked for: the address of the return is no page.
    if (pathname === returnPath) void navigate(signedIn.page, { replace: true });
    else session.signIn(signedIn.token);
  }, [signedIn, pathname, navigate]);

  const leave = () => {
    setProblem(null);
    setLeaving(true);
    begin(provider, pathname === returnPath ? '/' : `${pathname}${search}`).then(
      (address) => location.assign(address),
      (failure: Error) => {
        setLeaving(false);
        setProblem(failure);
      },
    );
  };

  if ((returned && !leaving) || signedIn !== null) return <Loading />;
  return (
    <Stack gap="md">
      <PageTitle title="Sign in" />
      <Text c="dimmed">Your company’s sign-in page opens and brings you back here.</Text>
      {problem && <Problem problem={problem} />}
      <Button loading={leaving} onClick={leave} style={{ alignSelf: 'flex-start' }}>
        Sign in at {new URL(provider.authority).host}
      </Button>
    </Stack>
  );
}
