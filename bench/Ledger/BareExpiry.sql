-- What the job does, by one statement: lots emptied, wallets lowered, a transaction and two entries for each lot, and a line on the bell for each account.
with due as materialized (
    select l.account_id, l.number, l.kind, l.remaining, l.last_seq, l.expires_at, nextval('marketplace.transaction_number') as transaction_number
    from marketplace.lot l where remaining > 0 and expires_at <= now()
), running as (
    select due.*, w.paid + w.free - sum(due.remaining) over (partition by due.account_id order by due.expires_at, due.number) as connects_after
    from due join marketplace.wallet w on w.account_id = due.account_id and w.asset = 'CONNECTS'
), emptied as (
    update marketplace.lot set remaining = 0, last_seq = lot.last_seq + 1 from due where lot.account_id = due.account_id and lot.number = due.number
), sums as (
    select account_id, sum(remaining) as connects, coalesce(sum(remaining) filter (where kind = 'PAID'), 0) as from_paid, coalesce(sum(remaining) filter (where kind = 'FREE'), 0) as from_free
    from due group by account_id
), lowered as (
    update marketplace.wallet set paid = paid - s.from_paid, free = free - s.from_free from sums s where wallet.account_id = s.account_id and wallet.asset = 'CONNECTS'
), written as (
    insert into marketplace.ledger_transaction (account_id, number, kind, reference, description, lot_number, connects, connects_after, effective_at)
    select account_id, transaction_number, 'EXPIRY', 'lot:' || number, 'Connects expired', number, -remaining, connects_after, expires_at from running
), entries as (
    insert into marketplace.ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
    select account_id, transaction_number, 1, 'CONNECTS', number, null, -remaining, last_seq + 1, remaining, 0 from due
    union all
    select account_id, transaction_number, 2, 'CONNECTS', null, 'EXPIRED', remaining, null, null, null from due
)
insert into marketplace.notification (account_id, kind, title, body, at)
select account_id, 'CONNECTS_EXPIRED', connects || ' Connects expired', 'They had been in your wallet for their whole life. Newer Connects are not touched.', now() from sums
