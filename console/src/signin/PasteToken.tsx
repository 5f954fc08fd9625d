import { Button, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { session } from '../api/session';

/** Takes a bearer token by hand. The API says whether it believes it. */
export function PasteToken() {
  const [token, setToken] = useState('');
  const [error, setError] = useState<string | null>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const bare = token.trim().replace(/^Bearer\s+/i, '');
    if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(bare)) session.signIn(bare);
    else setError('That is no JSON Web Token: it would be three parts joined by dots.');
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Textarea
          label="Access token"
          description="It stays in this tab and is forgotten when the tab closes."
          autosize
          minRows={4}
          maxRows={10}
          value={token}
          error={error}
          onChange={(event) => {
            setToken(event.currentTarget.value);
            setError(null);
          }}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          required
          spellCheck={false}
          autoComplete="off"
        />
        <Button type="submit">Sign in</Button>
      </Stack>
    </form>
  );
}
