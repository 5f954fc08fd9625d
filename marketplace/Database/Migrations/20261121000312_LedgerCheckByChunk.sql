-- The self-check by chunks of accounts: each chunk is one statement and so one snapshot, re-added from the entries alone. What an account's books
-- say never hangs on another account's, so the chunks together are the whole.

create function marketplace.ledger_discrepancies_of(p_after bigint, p_last bigint)
returns setof text
language sql stable set search_path = marketplace, pg_temp as $$
    with entry as materialized (
        select * from ledger_entry where account_id > p_after and account_id <= p_last
    ), transaction as materialized (
        select * from ledger_transaction where account_id > p_after and account_id <= p_last
    ), lots as materialized (
        select * from lot where account_id > p_after and account_id <= p_last
    ), wallets as materialized (
        select * from wallet where account_id > p_after and account_id <= p_last
    ), slices as materialized (
        select * from slice where account_id > p_after and account_id <= p_last
    )
    select 'transaction ' || account_id || '-' || transaction_number || ' sums to ' || sum(amount) || ' ' || asset
    from entry group by account_id, transaction_number, asset having sum(amount) <> 0
    union all
    select 'transaction ' || t.account_id || '-' || t.number || ' has ' || count(e.number) || ' entries'
    from transaction t left join entry e on e.account_id = t.account_id and e.transaction_number = t.number
    group by t.account_id, t.number having count(e.number) < 2
    union all
    select 'entry ' || account_id || '-' || transaction_number || '.' || number || ' goes from ' || balance_before || ' by ' || amount || ' to ' || balance_after
        || ', the one before it left ' || previous
    from (select e.*, coalesce(lag(balance_after) over (partition by account_id, chain order by seq), 0) as previous from entry e where chain is not null) c
    where balance_before <> previous or balance_after <> balance_before + amount
    union all
    select 'lot ' || l.account_id || '-' || l.number || ' holds ' || l.remaining || ', its entries say ' || coalesce(e.total, 0)
    from lots l left join (select account_id, chain, sum(amount) as total from entry where chain > 0 group by account_id, chain) e
        on e.account_id = l.account_id and e.chain = l.number
    where l.remaining <> coalesce(e.total, 0)
    union all
    select 'lot ' || l.account_id || '-' || l.number || ' has expired and holds ' || l.remaining
    from lots l join transaction t on t.account_id = l.account_id and t.lot_number = l.number and t.kind = 'EXPIRY'
    where l.remaining > 0
    union all
    select 'Connects wallet ' || w.account_id || ' holds ' || w.paid || ' paid and ' || w.free || ' free, its entries say ' || coalesce(e.paid, 0) || ' and ' || coalesce(e.free, 0)
    from wallets w left join (
        select e.account_id, coalesce(sum(e.amount) filter (where l.kind = 'PAID'), 0) as paid, coalesce(sum(e.amount) filter (where l.kind = 'FREE'), 0) as free
        from entry e join lots l on l.account_id = e.account_id and l.number = e.chain group by e.account_id) e on e.account_id = w.account_id
    where w.asset = 'CONNECTS' and (w.paid <> coalesce(e.paid, 0) or w.free <> coalesce(e.free, 0))
    union all
    select 'cash wallet ' || w.account_id || ' holds ' || w.paid || ', its entries say ' || coalesce(e.total, 0)
    from wallets w left join (select account_id, sum(amount) as total from entry where chain = 0 group by account_id) e on e.account_id = w.account_id
    where w.asset = 'USD' and w.paid <> coalesce(e.total, 0)
    union all
    select 'Connects wallet ' || w.account_id || ' is ' || w.shortfall || ' Connects short, its entries say ' || coalesce(e.owed, 0)
    from wallets w left join (select account_id, -sum(amount) as owed from entry where system_account = 'SHORTFALL' group by account_id) e on e.account_id = w.account_id
    where w.asset = 'CONNECTS' and w.shortfall <> coalesce(e.owed, 0)
    union all
    select 'history of account ' || account_id || ' says ' || connects_after || ' after transaction ' || number || ', its lines add up to ' || running
    from (select account_id, number, connects_after, sum(connects) over (partition by account_id order by number) as running
          from transaction where connects_after is not null) h
    where connects_after <> running
    union all
    select 'cash history of account ' || account_id || ' says ' || cash_after || ' after transaction ' || number || ', its lines add up to ' || running
    from (select account_id, number, cash_after, sum(cash) over (partition by account_id order by number) as running
          from transaction where cash_after is not null) h
    where cash_after <> running
    union all
    select 'slices of transaction ' || t.account_id || '-' || t.number || ' say ' || coalesce(sum(s.spent), 0) || ', it spent ' || -t.connects
    from transaction t left join slices s on s.account_id = t.account_id and s.transaction_number = t.number
    where t.kind = 'SPEND' group by t.account_id, t.number, t.connects having coalesce(sum(s.spent), 0) <> -t.connects
    union all
    select 'proposal ' || p.account_id || '-' || p.number || ' says ' || p.connects_spent || ' spent and ' || p.connects_returned || ' returned, its slices '
        || coalesce(sum(s.spent), 0) || ' and ' || coalesce(sum(s.returned), 0)
    from proposal p left join slices s on s.account_id = p.account_id and s.proposal_number = p.number
    where p.account_id > p_after and p.account_id <= p_last
    group by p.account_id, p.number, p.connects_spent, p.connects_returned
    having p.connects_spent <> coalesce(sum(s.spent), 0) or p.connects_returned <> coalesce(sum(s.returned), 0)
    union all
    select 'purchase ' || p.account_id || '-' || p.number || ' of ' || p.connects || ' Connects made lot ' || coalesce(l.number::text, 'none') || ' of ' || coalesce(l.amount, 0)
    from purchase p left join lots l on l.account_id = p.account_id and l.number = p.lot_number
    where p.account_id > p_after and p.account_id <= p_last and p.state = 'COMPLETED' and l.amount is distinct from p.connects
    union all
    select 'payment ' || p.account_id || '-' || p.number || ' of ' || p.amount_cents || ' cents earned ' || coalesce(e.cents, 0)
    from payment p
    left join (select t.account_id, t.reference, -sum(e.amount) as cents from transaction t
               join entry e on e.account_id = t.account_id and e.transaction_number = t.number and e.system_account = 'CARD_CLEARING'
               where t.kind = 'EARNING' group by t.account_id, t.reference) e on e.account_id = p.account_id and e.reference = 'payment:' || p.number
    where p.account_id > p_after and p.account_id <= p_last and p.amount_cents <> coalesce(e.cents, 0)
    union all
    -- What went back of payments was taken from the cash, or is still owed.
    select 'account ' || p.account_id || ' gave back ' || p.refunded || ' cents of its payments, its entries say ' || coalesce(e.taken, 0) || ' and it owes ' || coalesce(d.cents, 0)
    from (select account_id, sum(refunded_cents) as refunded from payment where account_id > p_after and account_id <= p_last group by account_id) p
    left join cash_debt d on d.account_id = p.account_id
    left join (select t.account_id, sum(e.amount) as taken from transaction t
               join entry e on e.account_id = t.account_id and e.transaction_number = t.number and e.system_account = 'CARD_CLEARING'
               where t.kind = 'REVERSAL' and t.reference like 'payment:%' group by t.account_id) e on e.account_id = p.account_id
    where p.refunded <> coalesce(e.taken, 0) + coalesce(d.cents, 0)
    union all
    select 'interview ' || r.account_id || '-' || r.proposal_number || ' says ' || r.awarded || ' awarded, its lines ' || coalesce(sum(t.connects), 0)
    from interview_reward r
    left join transaction t on t.account_id = r.account_id and t.proposal_number = r.proposal_number and t.kind in ('INTERVIEW_AWARD', 'REWARD')
    where r.account_id > p_after and r.account_id <= p_last
    group by r.account_id, r.proposal_number, r.awarded having r.awarded <> coalesce(sum(t.connects), 0)
$$;

-- The next accounts after p_after: how many wallets they have, what their entries add up to, and what contradicts itself, at most so many of it.
-- `last` is null when no account comes after p_after.
create function marketplace.check_ledger_chunk(
    p_after bigint, p_accounts integer, p_listed integer,
    out last bigint, out wallets bigint, out issued bigint, out outstanding bigint, out spent bigint, out expired bigint, out forfeited bigint, out discrepancies text[])
language plpgsql stable set search_path = marketplace, pg_temp as $$
begin
    select max(w.account_id) into last from (
        select w.account_id from wallet w where w.account_id > p_after group by w.account_id order by w.account_id limit p_accounts) w;
    select count(*) into wallets from wallet w where w.account_id > p_after and w.account_id <= last;
    select coalesce(-sum(e.amount) filter (where e.system_account = 'ISSUED'), 0), coalesce(sum(e.amount) filter (where e.chain is not null), 0),
           coalesce(sum(e.amount) filter (where e.system_account = 'SPENT'), 0), coalesce(sum(e.amount) filter (where e.system_account = 'EXPIRED'), 0),
           coalesce(sum(e.amount) filter (where e.system_account in ('FORFEITED', 'SHORTFALL')), 0)
    into issued, outstanding, spent, expired, forfeited
    from ledger_entry e where e.account_id > p_after and e.account_id <= last and e.asset = 'CONNECTS';
    discrepancies := array(select d from ledger_discrepancies_of(p_after, last) d limit p_listed);
end $$;

-- How far the nightly check is, so that a run that was cut short goes on where it stopped.
create table marketplace.ledger_check_pass (
    id            bigint      generated always as identity primary key,
    began_at      timestamptz not null,
    after_account bigint      not null default 0,
    wallets       bigint      not null default 0,
    discrepancies text[]      not null default '{}',
    finished_at   timestamptz
);
grant select, insert, update on marketplace.ledger_check_pass to marketplace_app;
grant usage on sequence marketplace.ledger_check_pass_id_seq to marketplace_app;

grant execute on function marketplace.ledger_discrepancies_of, marketplace.check_ledger_chunk to marketplace_app;

-- Days of these are 24 hours, whatever the session's time zone thinks of daylight saving.
alter function marketplace.fail_fees(jsonb, integer[], marketplace.plan_renewal[], timestamptz) set timezone = 'UTC';
alter function marketplace.notify_expiring_lots(timestamptz, integer, integer, timestamptz, bigint, bigint) set timezone = 'UTC';
alter function marketplace.review_demand(bigint, integer, integer, interval, interval, integer, interval, timestamptz) set timezone = 'UTC';

-- Two nodes that make the same month: the second waits, and then sees that it is there.
create or replace function marketplace.make_outbox_partition(p_month date)
returns boolean
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_name text := 'outbox_' || to_char(p_month, 'YYYY_MM');
    v_from timestamptz := p_month::timestamp at time zone 'UTC';
    v_to timestamptz := (p_month + interval '1 month')::timestamp at time zone 'UTC';
begin
    perform pg_advisory_xact_lock(hashtext('outbox-partition'));
    if to_regclass('marketplace.' || v_name) is not null then
        return false;
    end if;
    lock table outbox in access exclusive mode;
    execute format('create table marketplace.%I (like marketplace.outbox including defaults including constraints)', v_name);
    execute format('with moved as (delete from marketplace.outbox_default where created_at >= %L and created_at < %L returning *) insert into marketplace.%I select * from moved', v_from, v_to, v_name);
    execute format('alter table marketplace.outbox attach partition marketplace.%I for values from (%L) to (%L)', v_name, v_from, v_to);
    execute format('grant select on marketplace.%I to marketplace_app', v_name);
    return true;
end $$;
