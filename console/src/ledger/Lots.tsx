import { Text } from '@mantine/core';
import { type LotLineFragment, WalletLotsDocument } from '#graphql';
import { usePages } from '../api/pages';
import { Answer } from '../common/Answer';
import { count, date, words } from '../common/format';
import { Panel } from '../common/Panel';
import { ShowMore } from '../common/ShowMore';
import { fromNow } from './instants';

export function Lots({ walletId, now }: { walletId: string; now: string }) {
  const query = usePages(WalletLotsDocument, { walletId }, ({ node }) => (node && 'lots' in node ? node.lots : null));
  return (
    <Panel title="Lots">
      <Text size="sm" c="dimmed">
        What still holds Connects, in the order in which they will be spent.
      </Text>
      <Answer query={query}>
        {({ nodes, total }) =>
          nodes.length === 0 ? (
            <Text c="dimmed">The wallet is empty.</Text>
          ) : (
            <>
              <table className="data-table stacking" aria-label="Lots">
                <thead>
                  <tr>
                    <th scope="col">From</th>
                    <th scope="col">Kind</th>
                    <th scope="col">Issued</th>
                    <th scope="col">Left</th>
                    <th scope="col">Expires</th>
                  </tr>
                </thead>
                <tbody>
                  {nodes.map((lot) => (
                    <tr key={lot.id}>
                      <td data-label="From">{words(lot.origin)}</td>
                      <td data-label="Kind">{words(lot.kind)}</td>
                      <td data-label="Issued">{date(lot.issuedAt)}</td>
                      <td data-label="Left">
                        <Left lot={lot} />
                      </td>
                      <td data-label="Expires">
                        {date(lot.expiresAt)} ({fromNow(now, lot.expiresAt)})
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <ShowMore shown={nodes.length} total={total} one="lot" query={query} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

function Left({ lot }: { lot: LotLineFragment }) {
  return (
    <div>
      {count(lot.remaining)} of {count(lot.issued)}
      <div className="share" aria-hidden="true">
        <div style={{ width: `${(100 * lot.remaining) / lot.issued}%` }} />
      </div>
    </div>
  );
}
