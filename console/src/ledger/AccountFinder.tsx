import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useSearchParams } from 'react-router';
import { AccountByIdDocument, type AccountRowFragment, AccountSearchDocument } from '#graphql';
import { usePages } from '../api/pages';
import { useApi } from '../api/queries';
import { Answer } from '../common/Answer';
import { words } from '../common/format';
import { Panel } from '../common/Panel';
import { ShowMore } from '../common/ShowMore';
import { AccountTable } from './AccountTable';
import { asked, fromAddress, kinds, type Search, statuses, toAddress } from './search';

export function AccountFinder({ wallets, byEmail }: { wallets: boolean; byEmail: boolean }) {
  const [parameters, setParameters] = useSearchParams();
  const search = fromAddress(parameters);
  const question = asked(search);
  const find = (next: Search) => setParameters(toAddress(next), { replace: true });
  return (
    <Panel title="Accounts">
      <Fields key={search.text} search={search} byEmail={byEmail} find={find} />
      {!wallets && (
        <Text size="sm" c="dimmed">
          Support and admins also see what wallets hold.{!byEmail && ' They and trust and safety also find accounts by email.'}
        </Text>
      )}
      {'id' in question ? <ById id={question.id} wallets={wallets} /> : <ByFilter where={question.where} wallets={wallets} />}
    </Panel>
  );
}

function Fields({ search, byEmail, find }: { search: Search; byEmail: boolean; find: (search: Search) => void }) {
  const [text, setText] = useState(search.text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    find({ ...search, text });
  };
  return (
    <form role="search" aria-label="Accounts" onSubmit={submit} className="finder">
      <TextInput
        label={byEmail ? 'Name, email or id' : 'Name or id'}
        description={byEmail ? 'Part of a name; the whole of an email or an id.' : 'Part of a name, or the whole of an id.'}
        type="search"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <NativeSelect
        label="Kind"
        value={search.kind}
        onChange={(event) => find({ ...search, text, kind: kinds.find((kind) => kind === event.currentTarget.value) ?? '' })}
        data={[{ value: '', label: 'All kinds' }, ...kinds.map((kind) => ({ value: kind, label: words(kind) }))]}
      />
      <NativeSelect
        label="Status"
        value={search.status}
        onChange={(event) => find({ ...search, text, status: statuses.find((status) => status === event.currentTarget.value) ?? '' })}
        data={[{ value: '', label: 'Any status' }, ...statuses.map((status) => ({ value: status, label: words(status) }))]}
      />
      <Button type="submit">Find</Button>
    </form>
  );
}

function ByFilter({ where, wallets }: { where: Extract<ReturnType<typeof asked>, { where: unknown }>['where']; wallets: boolean }) {
  const query = usePages(AccountSearchDocument, { where, wallets }, (data) => data.accounts);
  return (
    <Answer query={query}>
      {({ nodes, total }) =>
        nodes.length === 0 ? (
          <Nobody />
        ) : (
          <>
            <AccountTable accounts={nodes} wallets={wallets} />
            <ShowMore shown={nodes.length} total={total} one="account" query={query} />
          </>
        )
      }
    </Answer>
  );
}

function ById({ id, wallets }: { id: string; wallets: boolean }) {
  const query = useApi(AccountByIdDocument, { id, wallets });
  return <Answer query={query}>{({ node }) => <One account={accountOf(node)} wallets={wallets} />}</Answer>;
}

function One({ account, wallets }: { account: AccountRowFragment | null; wallets: boolean }) {
  return account === null ? <Nobody /> : <AccountTable accounts={[account]} wallets={wallets} />;
}

function accountOf(node: { __typename: string } | null): AccountRowFragment | null {
  if (node === null) return null;
  if ('owner' in node) return node.owner as AccountRowFragment;
  return 'displayName' in node ? (node as AccountRowFragment) : null;
}

function Nobody() {
  return (
    <Text c="dimmed" role="status">
      There is no such account. An email or an id must be written in full.
    </Text>
  );
}
