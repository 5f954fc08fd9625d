import { Text } from '@mantine/core';
import { type AccountDetailsFragment, CashHistoryDocument } from '#graphql';
import { usePages } from '../api/pages';
import { Answer } from '../common/Answer';
import { Figure } from '../common/Figure';
import { moment, money, words } from '../common/format';
import { Panel } from '../common/Panel';
import { ShowMore } from '../common/ShowMore';

type CashWallet = NonNullable<AccountDetailsFragment['cashWallet']>;

export function Cash({ wallet }: { wallet: CashWallet }) {
  const query = usePages(CashHistoryDocument, { walletId: wallet.id }, ({ node }) => (node && 'history' in node ? node.history : null));
  return (
    <Panel title="Cash and earnings">
      <div className="figures">
        <Figure name="Cash" value={money(wallet.balance)} says="can be withdrawn or spent" />
        <Figure name="On hold" value={money(wallet.pending)} says="earned by referrals" />
        <Figure name="Reserve" value={money(wallet.earningsReserve)} says="kept for Connects" />
      </div>
      <Answer query={query}>
        {({ nodes, total }) =>
          nodes.length === 0 ? (
            <Text c="dimmed">Nothing has moved it yet.</Text>
          ) : (
            <>
              <table className="data-table stacking" aria-label="Cash history">
                <thead>
                  <tr>
                    <th scope="col">When</th>
                    <th scope="col">What</th>
                    <th scope="col" className="number">
                      Amount
                    </th>
                    <th scope="col" className="number">
                      Balance after
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {nodes.map((entry) => (
                    <tr key={entry.id}>
                      <td data-label="When">{moment(entry.at)}</td>
                      <td data-label="What">
                        <div>
                          {entry.description}
                          <div className="line-more">{words(entry.kind)}</div>
                        </div>
                      </td>
                      <td data-label="Amount" className="number">
                        {money(entry.amount)}
                      </td>
                      <td data-label="Balance after" className="number">
                        {money(entry.balanceAfter)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <ShowMore shown={nodes.length} total={total} one="line" query={query} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}
