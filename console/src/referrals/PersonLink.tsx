import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { PersonFragment } from '#graphql';
import { accountPath } from '../ledger/AccountTable';

/** Somebody by name, with the way to their account. */
export function PersonLink({ person }: { person: PersonFragment }) {
  return (
    <>
      <Anchor component={Link} to={accountPath(person.id)} inherit underline="always">
        {person.displayName}
      </Anchor>{' '}
      ({[person.__typename.toLowerCase(), ...(person.status === 'ACTIVE' ? [] : [person.status.toLowerCase()])].join(', ')})
    </>
  );
}
