-- What every feature posts with: grants of Connects, movements of cash, notices to people. Each writes whole transactions by one statement,
-- for one account or for many. The wallets are locked here, in account order.

alter table marketplace.ledger_transaction drop constraint ledger_transaction_kind_check, add constraint ledger_transaction_kind_check
    check (kind in ('PURCHASE', 'GRANT', 'SPEND', 'REFUND', 'INTERVIEW_REFUND', 'INTERVIEW_AWARD', 'REWARD', 'REFERRAL', 'COURTESY', 'EXPIRY', 'FORFEIT',
                    'EARNING', 'PLAN_FEE', 'FEATURED_JOB', 'REFERRAL_REWARD', 'AFFILIATE_COMMISSION', 'REVERSAL', 'WITHDRAWAL', 'CHARGEBACK'));
alter table marketplace.ledger_entry drop constraint ledger_entry_system_account_check, add constraint ledger_entry_system_account_check
    check (system_account in ('ISSUED', 'SPENT', 'EXPIRED', 'FORFEITED', 'REFUNDED', 'CARD_CLEARING', 'EARNINGS', 'REWARDS_EXPENSE', 'REWARDS_PENDING',
                              'PLAN_REVENUE', 'CONNECTS_REVENUE', 'JOB_REVENUE', 'PAYOUTS'));
-- A second line of a kind for the same thing would be a second effect: one award a proposal, one earning a payment.
create unique index ledger_transaction_one_award_per_proposal on marketplace.ledger_transaction (account_id, kind, proposal_number)
    where kind in ('INTERVIEW_REFUND', 'INTERVIEW_AWARD', 'REWARD');

-- One lot to be issued. Lots of one account, kind and reference become one transaction, one line of the history.
create type marketplace.connects_grant as (
    account_id bigint, origin text, lot_kind text, connects integer, cost_cents bigint, period_key text,
    transaction_kind text, reference text, description text, job_id bigint, proposal_number bigint, treatments jsonb,
    effective_at timestamptz, expires_at timestamptz);

-- Issues lots. What has been granted before, by account, origin, kind and period, is left out: granting twice is granting once.
-- Returns the accounts that got something.
create function marketplace.grant_connects(p_grants marketplace.connects_grant[])
returns bigint[]
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_accounts bigint[];
begin
    perform 1 from wallet w where w.asset = 'CONNECTS' and w.account_id in (select g.account_id from unnest(p_grants) g) order by w.account_id for update;

    with wanted as materialized (
        select distinct on (g.account_id, g.origin, g.lot_kind, g.period_key) g.*
        from unnest(p_grants) g
        where g.connects > 0 and not exists (
            select 1 from lot l where l.account_id = g.account_id and l.origin = g.origin and l.kind = g.lot_kind and l.period_key = g.period_key)
        order by g.account_id, g.origin, g.lot_kind, g.period_key
    ), numbered as materialized (
        select w.*, nextval('lot_number') as lot_number,
               row_number() over (partition by account_id, transaction_kind, reference order by lot_kind desc, origin, period_key) as place
        from wanted w
    ), transactions as materialized (
        select t.*, nextval('transaction_number') as number,
               -- The number of each history line follows its balance.
               sum(t.connects) over (partition by t.account_id order by t.effective_at, t.transaction_kind, t.reference) as running
        from (select account_id, transaction_kind, reference, min(description) as description, min(job_id) as job_id, min(proposal_number) as proposal_number,
                     coalesce((array_agg(treatments) filter (where treatments is not null))[1], '[]') as treatments,
                     min(effective_at) as effective_at, sum(connects)::integer as connects, max(place) as places
              from numbered group by account_id, transaction_kind, reference
              order by 1, 8, 2, 3) t
    ), issued as (
        insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, cost_cents, period_key)
        select account_id, lot_number, lot_kind, origin, connects, connects, effective_at, expires_at, coalesce(cost_cents, 0), period_key from numbered
    ), raised as (
        update wallet set paid = wallet.paid + s.to_paid, free = wallet.free + s.to_free
        from (select account_id, coalesce(sum(connects) filter (where lot_kind = 'PAID'), 0) as to_paid, coalesce(sum(connects) filter (where lot_kind = 'FREE'), 0) as to_free
              from numbered group by account_id) s
        where wallet.account_id = s.account_id and wallet.asset = 'CONNECTS'
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, job_id, proposal_number, connects, connects_after, treatments, effective_at)
        select t.account_id, t.number, t.transaction_kind, t.reference, t.description, t.job_id, t.proposal_number, t.connects, w.paid + w.free + t.running, t.treatments, t.effective_at
        from transactions t join wallet w on w.account_id = t.account_id and w.asset = 'CONNECTS'
    ), entries as (
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select n.account_id, t.number, n.place, 'CONNECTS', n.lot_number, null, n.connects, 1, 0, n.connects
        from numbered n join transactions t on t.account_id = n.account_id and t.transaction_kind = n.transaction_kind and t.reference = n.reference
        union all
        select account_id, number, places + 1, 'CONNECTS', null, 'ISSUED', -connects, null, null, null from transactions
    )
    select array_agg(distinct account_id) into v_accounts from numbered;
    return coalesce(v_accounts, '{}');
end $$;

-- Moves cash into an account's wallet (positive) or out of it (negative), against a system account. The caller has made sure of the balance:
-- a wallet below zero is refused by the wallet itself. Returns the transaction's number.
create function marketplace.post_cash(
    p_account bigint, p_kind text, p_cents bigint, p_system_account text, p_reference text, p_description text, p_job bigint, p_now timestamptz)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_wallet wallet;
    v_transaction bigint;
begin
    select * into strict v_wallet from wallet where account_id = p_account and asset = 'USD' for update;
    v_transaction := nextval('transaction_number');
    with moved as (
        update wallet set paid = paid + p_cents, last_seq = last_seq + 1 where account_id = p_account and asset = 'USD'
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, job_id, cash, cash_after, effective_at)
        values (p_account, v_transaction, p_kind, p_reference, p_description, p_job, p_cents, v_wallet.paid + p_cents, p_now)
    )
    insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
    values (p_account, v_transaction, 1, 'USD', 0, null, p_cents, v_wallet.last_seq + 1, v_wallet.paid, v_wallet.paid + p_cents),
           (p_account, v_transaction, 2, 'USD', null, p_system_account, -p_cents, null, null, null);
    return v_transaction;
end $$;

-- A fee that a card or PayPal account paid: it passes the account's books without touching its cash.
create function marketplace.post_card_fee(p_account bigint, p_kind text, p_cents bigint, p_revenue text, p_reference text, p_description text, p_job bigint, p_now timestamptz)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_transaction bigint := nextval('transaction_number');
begin
    with written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, job_id, effective_at)
        values (p_account, v_transaction, p_kind, p_reference, p_description, p_job, p_now)
    )
    insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount)
    values (p_account, v_transaction, 1, 'USD', 'CARD_CLEARING', -p_cents), (p_account, v_transaction, 2, 'USD', p_revenue, p_cents);
    return v_transaction;
end $$;

-- Takes all that an account's lots hold: one line a lot. The wallet is locked by the caller.
create function marketplace.forfeit_lots(p_account bigint, p_now timestamptz)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_lots integer;
begin
    perform expire_due_lots(array[p_account], p_now);
    with taken as materialized (
        select l.account_id, l.number, l.kind, l.remaining, l.last_seq, nextval('transaction_number') as transaction_number
        from (select * from lot where account_id = p_account and remaining > 0 order by expires_at, number) l
    ), running as (
        select t.*, w.paid + w.free - sum(t.remaining) over (order by t.transaction_number) as connects_after
        from taken t join wallet w on w.account_id = t.account_id and w.asset = 'CONNECTS'
    ), emptied as (
        update lot set remaining = 0, last_seq = lot.last_seq + 1 from taken t where lot.account_id = t.account_id and lot.number = t.number
    ), lowered as (
        update wallet set paid = 0, free = 0 where account_id = p_account and asset = 'CONNECTS' and exists (select 1 from taken)
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, lot_number, connects, connects_after, effective_at)
        select account_id, transaction_number, 'FORFEIT', 'lot:' || number, 'Connects forfeited', number, -remaining, connects_after, p_now from running
    ), entries as (
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select account_id, transaction_number, 1, 'CONNECTS', number, null, -remaining, last_seq + 1, remaining, 0 from taken
        union all
        select account_id, transaction_number, 2, 'CONNECTS', null, 'FORFEITED', remaining, null, null, null from taken
    )
    select count(*) into v_lots from taken;
    return v_lots;
end $$;
