using Marketplace.Accounts;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Wallets;

/// <summary>
/// What the database refuses even to the role that owns the tables. Account 1 holds two lots (40 and 10 Connects, one
/// spend of 2 in the first), account 2 one lot and cash; each attack must be refused for its own reason.
/// </summary>
public sealed class AttackTests(AttackTests.Books books) : IClassFixture<AttackTests.Books>
{
    [Theory]
    [InlineData("an unbalanced transaction", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9001, 'SPEND', 'x', 'x', 0, 48, now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9001, 1, 'CONNECTS', 'SPENT', 5), (1, 9001, 2, 'CONNECTS', 'ISSUED', -4)
        """, "does not balance")]
    [InlineData("a transaction without entries", """
        insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9002, 'SPEND', 'x', 'x', now())
        """, "its 0 entries say")]
    [InlineData("a single entry", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9003, 'SPEND', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9003, 1, 'CONNECTS', 'SPENT', 5)
        """, "does not balance")]
    [InlineData("entries that join an old transaction", """
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount)
        select account_id, number, 8, 'CONNECTS', 'SPENT', 5 from ledger_transaction where account_id = 1 and kind = 'SPEND'
        union all select account_id, number, 9, 'CONNECTS', 'ISSUED', -5 from ledger_transaction where account_id = 1 and kind = 'SPEND'
        """, "no entry may join it")]
    [InlineData("entries put into a partition past the parent", """
        do $$ begin
            execute format('insert into %s (account_id, transaction_number, number, asset, system_account, amount)
                            select account_id, number, x.n, ''CONNECTS'', ''SPENT'', x.amount from ledger_transaction, (values (8, 5), (9, -5)) x (n, amount) where account_id = 1 and kind = ''SPEND''',
                           (select tableoid::regclass from ledger_entry where account_id = 1 limit 1));
        end $$
        """, "no entry may join it")]
    [InlineData("entries without a transaction", """
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9011, 1, 'CONNECTS', 'SPENT', 5), (1, 9011, 2, 'CONNECTS', 'ISSUED', -5)
        """, "entry_belongs_to_a_transaction")]
    [InlineData("several transactions of which one does not balance", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9012, 'SPEND', 'x', 'x', now()), (2, 9013, 'SPEND', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount)
        values (1, 9012, 1, 'CONNECTS', 'SPENT', 5), (1, 9012, 2, 'CONNECTS', 'ISSUED', -5), (2, 9013, 1, 'CONNECTS', 'SPENT', 5), (2, 9013, 2, 'CONNECTS', 'ISSUED', -4)
        """, "transaction 9013 of account 2 does not balance")]
    [InlineData("several transactions of which one has no entries", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9014, 'SPEND', 'x', 'x', now()), (2, 9015, 'SPEND', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9014, 1, 'CONNECTS', 'SPENT', 5), (1, 9014, 2, 'CONNECTS', 'ISSUED', -5)
        """, "transaction 9015 of account 2 says 0 Connects and 0 cents, its 0 entries say")]
    [InlineData("an invented slice", """
        insert into slice (account_id, transaction_number, lot_number, proposal_number, spent)
        select t.account_id, t.number, l.number, t.proposal_number, 5 from ledger_transaction t join lot l on l.account_id = t.account_id and l.amount = 10 where t.account_id = 1 and t.kind = 'SPEND'
        """, "slice_is_what_an_entry_took")]
    [InlineData("a lot of another kind", "update lot set kind = 'FREE' where account_id = 1 and amount = 10", "a lot only moves on")]
    [InlineData("several lots moved on without entries", """
        with w as (update wallet set paid = paid - 2 where account_id = 1 and asset = 'CONNECTS')
        update lot set remaining = remaining - 1, last_seq = last_seq + 1 where account_id = 1
        """, "lot_balance_is_its_newest_entry")]
    [InlineData("a lot issued without an entry", """
        with w as (update wallet set paid = paid + 5 where account_id = 1 and asset = 'CONNECTS')
        insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, period_key) values (1, 9016, 'PAID', 'COURTESY', 5, 5, now(), now() + interval '1 day', 'x')
        """, "lot_balance_is_its_newest_entry")]
    [InlineData("a lot that begins in the middle of its chain", """
        insert into lot (account_id, number, kind, origin, amount, remaining, last_seq, issued_at, expires_at, period_key) values (1, 9017, 'PAID', 'COURTESY', 5, 5, 3, now(), now() + interval '1 day', 'x')
        """, "lot_balance_is_its_newest_entry")]
    [InlineData("a word that no transaction is called by", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9018, 'GIFT', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9018, 1, 'CONNECTS', 'SPENT', 5), (1, 9018, 2, 'CONNECTS', 'ISSUED', -5)
        """, "ledger_transaction_kind_check")]
    [InlineData("a spend that leaves its wallet alone", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9019, 'SPEND', 'x', 'x', -5, 43, now())),
        l as (update lot set remaining = 5, last_seq = last_seq + 1 where account_id = 1 and amount = 10)
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9019, 1, 'CONNECTS', number, null, -5, last_seq + 1, 10, 5 from lot where account_id = 1 and amount = 10
        union all select 1, 9019, 2, 'CONNECTS', null, 'SPENT', 5, null, null, null
        """, "holds 48 paid and 0 free, its lots 43")]
    [InlineData("a spend whose wallet was written by the statement before", """
        do $$ begin
            update wallet set paid = paid where account_id = 1 and asset = 'CONNECTS';
            with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9020, 'SPEND', 'x', 'x', -5, 43, now())),
            l as (update lot set remaining = 5, last_seq = last_seq + 1 where account_id = 1 and amount = 10)
            insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
            select 1, 9020, 1, 'CONNECTS', number, null, -5, last_seq + 1, 10, 5 from lot where account_id = 1 and amount = 10
            union all select 1, 9020, 2, 'CONNECTS', null, 'SPENT', 5, null, null, null;
        end $$
        """, "holds 48 paid and 0 free, its lots 43")]
    [InlineData("a transaction of nobody", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (999999, 9021, 'SPEND', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (999999, 9021, 1, 'CONNECTS', 'SPENT', 5), (999999, 9021, 2, 'CONNECTS', 'ISSUED', -5)
        """, "ledger_transaction_account_id_fkey")]
    [InlineData("a system account that does not exist", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9022, 'SPEND', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9022, 1, 'CONNECTS', 'POCKET', 5), (1, 9022, 2, 'CONNECTS', 'ISSUED', -5)
        """, "ledger_entry_system_account_check")]
    [InlineData("an asset that does not exist", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9023, 'SPEND', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9023, 1, 'EUR', 'SPENT', 5), (1, 9023, 2, 'EUR', 'ISSUED', -5)
        """, "ledger_entry_asset_check")]
    [InlineData("cash in a lot", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9024, 'SPEND', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9024, 1, 'USD', number, null, 5, last_seq + 1, remaining, remaining + 5 from lot where account_id = 1 and amount = 40 union all select 1, 9024, 2, 'USD', null, 'EARNINGS', -5, null, null, null
        """, "entry_chain_is_of_its_asset")]
    [InlineData("an entry of a lot and a system account", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9025, 'SPEND', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9025, 1, 'CONNECTS', number, 'SPENT', 5, last_seq + 1, remaining, remaining + 5 from lot where account_id = 1 and amount = 40 union all select 1, 9025, 2, 'CONNECTS', null, 'ISSUED', -5, null, null, null
        """, "entry_is_in_a_wallet_or_a_system_account")]
    [InlineData("half a place in a chain", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9026, 'SPEND', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount, seq) values (1, 9026, 1, 'CONNECTS', 'SPENT', 5, 1), (1, 9026, 2, 'CONNECTS', 'ISSUED', -5, null)
        """, "entry_chain_is_complete")]
    [InlineData("an expiry of no lot", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, effective_at) values (1, 9027, 'EXPIRY', 'x', 'x', now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9027, 1, 'CONNECTS', 'SPENT', 5), (1, 9027, 2, 'CONNECTS', 'ISSUED', -5)
        """, "ledger_transaction_names_the_lot_that_ended")]
    [InlineData("a transaction that leaves less than nothing", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects_after, effective_at) values (1, 9028, 'SPEND', 'x', 'x', -1, now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9028, 1, 'CONNECTS', 'SPENT', 5), (1, 9028, 2, 'CONNECTS', 'ISSUED', -5)
        """, "ledger_transaction_leaves_nothing_below_zero")]
    [InlineData("a transaction that does not say what it left", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, effective_at) values (1, 9029, 'SPEND', 'x', 'x', -5, now())),
        l as (update lot set remaining = 5, last_seq = last_seq + 1 where account_id = 1 and amount = 10), w as (update wallet set paid = paid - 5 where account_id = 1 and asset = 'CONNECTS')
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9029, 1, 'CONNECTS', number, null, -5, last_seq + 1, 10, 5 from lot where account_id = 1 and amount = 10
        union all select 1, 9029, 2, 'CONNECTS', null, 'SPENT', 5, null, null, null
        """, "ledger_transaction_says_what_it_left")]
    [InlineData("a lot from nowhere", """
        insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, period_key) values (1, 9030, 'PAID', 'GIFT', 5, 5, now(), now() + interval '1 day', 'x')
        """, "lot_origin_check")]
    [InlineData("a lot that ends before it begins", """
        insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, period_key) values (1, 9031, 'PAID', 'COURTESY', 5, 5, now(), now() - interval '1 day', 'x')
        """, "lot_ends_after_its_issue")]
    [InlineData("free cash", "update wallet set free = 5 where account_id = 2 and asset = 'USD'", "wallet_is_of_its_asset")]
    [InlineData("a reserve of Connects", "update wallet set reserve = 5 where account_id = 1 and asset = 'CONNECTS'", "wallet_is_of_its_asset")]
    [InlineData("a slice for a proposal that nobody made", """
        with s as (select * from slice where account_id = 1 limit 1), t as (
            insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9032, 'SPEND', 'x', 'x', -5, 43, now())),
        l as (update lot set remaining = 5, last_seq = last_seq + 1 where account_id = 1 and amount = 10), w as (update wallet set paid = paid - 5 where account_id = 1 and asset = 'CONNECTS'),
        e as (insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
            select 1, 9032, 1, 'CONNECTS', number, null, -5, last_seq + 1, 10, 5 from lot where account_id = 1 and amount = 10
            union all select 1, 9032, 2, 'CONNECTS', null, 'SPENT', 5, null, null, null)
        insert into slice (account_id, transaction_number, lot_number, proposal_number, spent) select 1, 9032, number, 999999, 5 from lot where account_id = 1 and amount = 10
        """, "slice_is_what_an_entry_took")]
    [InlineData("a slice that begins with more returned than spent", """
        insert into slice (account_id, transaction_number, lot_number, proposal_number, spent, returned)
        select s.account_id, s.transaction_number, l.number, s.proposal_number, 2, 3 from slice s join lot l on l.account_id = s.account_id and l.amount = 10 where s.account_id = 1 limit 1
        """, "slice_returns_at_most_what_was_spent")]
    [InlineData("a lot that begins with more than its amount", """
        insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, period_key) values (1, 9033, 'PAID', 'COURTESY', 5, 6, now(), now() + interval '1 day', 'x')
        """, "lot_within_its_amount")]
    [InlineData("a lot raised above its amount", "update lot set remaining = amount + 1, last_seq = last_seq + 1 where account_id = 1 and amount = 10", "lot_within_its_amount")]
    [InlineData("a lot below zero", "update lot set remaining = -1, last_seq = last_seq + 1 where account_id = 1 and amount = 10", "lot_within_its_amount")]
    [InlineData("an entry that does not add up", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9034, 'SPEND', 'x', 'x', -4, 44, now())),
        l as (update lot set remaining = 5, last_seq = last_seq + 1 where account_id = 1 and amount = 10), w as (update wallet set paid = paid - 5 where account_id = 1 and asset = 'CONNECTS')
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9034, 1, 'CONNECTS', number, null, -4, last_seq + 1, 10, 5 from lot where account_id = 1 and amount = 10
        union all select 1, 9034, 2, 'CONNECTS', null, 'SPENT', 4, null, null, null
        """, "entry_adds_up")]
    [InlineData("an entry of nothing", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9035, 'SPEND', 'x', 'x', 0, 48, now())),
        l as (update lot set last_seq = last_seq + 1 where account_id = 1 and amount = 10), w as (update wallet set paid = paid where account_id = 1 and asset = 'CONNECTS')
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9035, 1, 'CONNECTS', number, null, 0, last_seq + 1, 10, 10 from lot where account_id = 1 and amount = 10
        union all select 1, 9035, 2, 'CONNECTS', null, 'SPENT', 0, null, null, null
        """, "ledger_entry_amount_check")]
    [InlineData("two closing entries outside the wallet", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9036, 'SPEND', 'x', 'x', -5, 43, now())),
        l as (update lot set remaining = 5, last_seq = last_seq + 1 where account_id = 1 and amount = 10), w as (update wallet set paid = paid - 5 where account_id = 1 and asset = 'CONNECTS')
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9036, 1, 'CONNECTS', number, null, -5, last_seq + 1, 10, 5 from lot where account_id = 1 and amount = 10
        union all select 1, 9036, 2, 'CONNECTS', null, 'SPENT', 5, null, null, null union all select 1, 9036, 3, 'CONNECTS', null, 'SPENT', 5, null, null, null
        """, "does not balance")]
    [InlineData("a shortfall of cash", "update wallet set shortfall = 5 where account_id = 2 and asset = 'USD'", "wallet_is_of_its_asset")]
    [InlineData("a deleted account", "delete from account where id = 1", "accounts are never deleted")]
    [InlineData("a deleted proposal", "delete from proposal where account_id = 1", "proposals are never deleted")]
    [InlineData("a proposal given to another number", "update proposal set number = 999999 where account_id = 1", "a proposal keeps its account and its number")]
    [InlineData("a wallet given to another account", "update wallet set account_id = 9999 where account_id = 1 and asset = 'USD'", "a wallet keeps its account|wallet_account_id_fkey")]
    [InlineData("an edited entry", "update ledger_entry set amount = amount + 1 where account_id = 1", "ledger entries are append only")]
    [InlineData("a deleted entry", "delete from ledger_entry where account_id = 1", "ledger entries are append only")]
    [InlineData("an edited transaction", "update ledger_transaction set description = 'nothing' where account_id = 1", "ledger transactions are append only")]
    [InlineData("a deleted transaction", "delete from ledger_transaction where account_id = 1", "ledger transactions are append only")]
    [InlineData("truncated entries", "truncate ledger_entry cascade", "append only")]
    [InlineData("a lot lowered without an entry", "update lot set remaining = remaining - 1 where account_id = 1 and amount = 10", "a lot only moves on")]
    [InlineData("a lot moved on without an entry", "update lot set remaining = remaining - 1, last_seq = last_seq + 1 where account_id = 1 and amount = 10", "holds 48 paid and 0 free, its lots 47|lot_balance_is_its_newest_entry")]
    [InlineData("a lot moved on without an entry and its wallet with it", """
        with w as (update wallet set paid = paid - 1 where account_id = 1 and asset = 'CONNECTS')
        update lot set remaining = remaining - 1, last_seq = last_seq + 1 where account_id = 1 and amount = 10
        """, "lot_balance_is_its_newest_entry")]
    [InlineData("a raised wallet", "update wallet set paid = paid + 100 where account_id = 1 and asset = 'CONNECTS'", "holds 148 paid")]
    [InlineData("a wallet below zero", "update wallet set paid = -1 where account_id = 1 and asset = 'CONNECTS'", "wallet_never_negative")]
    [InlineData("a raised cash wallet", "update wallet set paid = 100 where account_id = 1 and asset = 'USD'", "cash_without_entries_is_zero")]
    [InlineData("a raised cash wallet that has entries", "update wallet set paid = paid + 100 where account_id = 2 and asset = 'USD'", "a cash wallet moves only with an entry")]
    [InlineData("a cash wallet that has entries moved on without one", "update wallet set paid = paid + 100, last_seq = last_seq + 1 where account_id = 2 and asset = 'USD'", "cash_balance_is_its_newest_entry")]
    [InlineData("a cash wallet moved on two places", "update wallet set paid = 100, last_seq = 2 where account_id = 1 and asset = 'USD'", "a cash wallet moves only with an entry")]
    [InlineData("a cash wallet moved on without an entry", "update wallet set paid = 100, last_seq = 1 where account_id = 1 and asset = 'USD'", "cash_balance_is_its_newest_entry")]
    [InlineData("an overspent lot", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9005, 'SPEND', 'x', 'x', -11, 37, now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9005, 1, 'CONNECTS', number, null, -11, last_seq + 1, 10, -1 from lot where account_id = 1 and amount = 10
        union all select 1, 9005, 2, 'CONNECTS', null, 'SPENT', 11, null, null, null
        """, "entry_adds_up")]
    [InlineData("a forged opening balance", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9006, 'SPEND', 'x', 'x', -5, 43, now())),
        l as (update lot set remaining = 5, last_seq = last_seq + 1 where account_id = 1 and amount = 10), w as (update wallet set paid = paid - 5 where account_id = 1 and asset = 'CONNECTS')
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9006, 1, 'CONNECTS', number, null, -5, last_seq + 1, 1010, 1005 from lot where account_id = 1 and amount = 10
        union all select 1, 9006, 2, 'CONNECTS', null, 'SPENT', 5, null, null, null
        """, "entry_continues_its_predecessor|lot_balance_is_its_newest_entry")]
    [InlineData("a chain position used twice", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9007, 'SPEND', 'x', 'x', -5, 43, now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9007, 1, 'CONNECTS', number, null, -5, 2, 40, 35 from lot where account_id = 1 and amount = 40
        union all select 1, 9007, 2, 'CONNECTS', null, 'SPENT', 5, null, null, null
        """, "one_position_per_seq|account_id_chain_seq")]
    [InlineData("an entry for which the lot did not move", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9008, 'SPEND', 'x', 'x', -5, 43, now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9008, 1, 'CONNECTS', number, null, -5, last_seq + 1, 10, 5 from lot where account_id = 1 and amount = 10
        union all select 1, 9008, 2, 'CONNECTS', null, 'SPENT', 5, null, null, null
        """, "runs ahead of lot")]
    [InlineData("a rewound lot", "update lot set remaining = amount, last_seq = 1 where account_id = 1 and amount = 40", "a lot only moves on")]
    [InlineData("an entry that names another account's lot", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9009, 'SPEND', 'x', 'x', -5, 43, now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select 1, 9009, 1, 'CONNECTS', number, null, 5, 1, 0, 5 from lot where account_id = 2
        union all select 1, 9009, 2, 'CONNECTS', null, 'SPENT', -5, null, null, null
        """, "entry_names_a_lot_of_its_account|runs ahead of lot")]
    [InlineData("a stretched expiry", "update lot set expires_at = expires_at + interval '1 year' where account_id = 1 and amount = 40", "a lot only moves on")]
    [InlineData("a deleted lot", "delete from lot where account_id = 1", "lots are never deleted")]
    [InlineData("a deleted wallet", "delete from wallet where account_id = 1", "wallets are never deleted")]
    [InlineData("a refund beyond what was spent", "update slice set returned = spent + 1 where account_id = 1", "slice_returns_at_most_what_was_spent")]
    [InlineData("a forgotten refund", "update slice set spent = 1 where account_id = 1", "a slice only grows what it returned")]
    [InlineData("a transaction that says another amount than its entries", """
        with t as (insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at) values (1, 9010, 'SPEND', 'x', 'x', -7, 41, now()))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 9010, 1, 'CONNECTS', 'SPENT', 5), (1, 9010, 2, 'CONNECTS', 'ISSUED', -5)
        """, "says -7 Connects")]
    [InlineData("a second lot for one purchase", """
        insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, period_key)
        select account_id, 9999, kind, origin, 10, 10, issued_at, expires_at, period_key from lot where account_id = 1 and amount = 10
        """, "lot_once_per_origin_and_period")]
    [InlineData("a second proposal to one job", """
        insert into proposal (account_id, job_id, cover_letter, invited, connects_spent, submitted_at) select account_id, job_id, 'again', false, 0, now() from proposal where account_id = 1
        """, "proposal_once_per_job")]
    [InlineData("a clock moved back", "update domain_clock set ahead = ahead - interval '1 second'", "forward only|domain_clock_ahead_check")]
    public async Task The_database_refuses(string attack, string sql, string reason)
    {
        var refusal = await RefusalOfAsync(books.Owner, sql);

        reason.Split('|').ShouldContain(expected => refusal.Contains(expected, StringComparison.Ordinal), $"{attack} was refused otherwise: {refusal}");
        (await books.Marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update wallet set paid = 1000")]
    [InlineData("insert into lot (account_id, kind, origin, amount, remaining, issued_at, expires_at, period_key) values (1, 'FREE', 'COURTESY', 1, 1, now(), now() + interval '1 day', 'x')")]
    [InlineData("insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount) values (1, 1, 7, 'CONNECTS', 'SPENT', 1)")]
    [InlineData("update account set status = 'ACTIVE'")]
    [InlineData("update account set subject = 'me'")]
    [InlineData("select expire_due_lots(array[1], now())")]
    [InlineData("select refund_job(1, now(), now())")]
    [InlineData("select complete_purchase(1, 1, now(), now())")]
    [InlineData("create table mine (a int)")]
    public async Task The_applications_role_cannot_even_try(string sql) =>
        (await RefusalOfAsync(books.Marketplace.Source, sql)).ShouldContain("permission denied");

    [Fact]
    public async Task The_applications_role_cannot_switch_a_guard_off() =>
        (await RefusalOfAsync(books.Marketplace.Source, "alter table lot disable trigger all")).ShouldContain("must be owner");

    private static async Task<string> RefusalOfAsync(NpgsqlDataSource source, string sql)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var path = new NpgsqlCommand("set search_path = marketplace", connection))
            await path.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var refusal = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        return $"{refusal.MessageText} {refusal.ConstraintName}";
    }

    public sealed class Books : IAsyncLifetime
    {
        public TestMarketplace Marketplace { get; private set; } = null!;

        public NpgsqlDataSource Owner { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Marketplace = await TestMarketplace.StartAsync();
            Owner = NpgsqlDataSource.Create(Marketplace.OwnerConnectionString);
            Freelancer first = await Marketplace.FreelancerAsync(), second = await Marketplace.FreelancerAsync();
            await Marketplace.BuyAsync(first, 40);
            await Marketplace.AdvanceAsync(TimeSpan.FromMinutes(1));
            await Marketplace.BuyAsync(first, 10);
            await Marketplace.BuyAsync(second, 10);
            await Marketplace.EarnAsync(second, 500);
            await Marketplace.SubmitAsync(first, await Marketplace.JobAsync(await Marketplace.ClientAsync()));
        }

        public async ValueTask DisposeAsync()
        {
            await Owner.DisposeAsync();
            await Marketplace.DisposeAsync();
        }
    }
}
