-- The self-check: everything re-added from the entries alone and held against what wallets, lots, slices and proposals say.

create function marketplace.ledger_discrepancies()
returns setof text
language sql stable set search_path = marketplace, pg_temp as $$
    select 'transaction ' || account_id || '-' || transaction_number || ' sums to ' || sum(amount) || ' ' || asset
    from ledger_entry group by account_id, transaction_number, asset having sum(amount) <> 0
    union all
    select 'transaction ' || t.account_id || '-' || t.number || ' has ' || count(e.number) || ' entries'
    from ledger_transaction t left join ledger_entry e on e.account_id = t.account_id and e.transaction_number = t.number
    group by t.account_id, t.number having count(e.number) < 2
    union all
    select 'lot ' || l.account_id || '-' || l.number || ' holds ' || l.remaining || ', its entries say ' || coalesce(e.total, 0)
    from lot l left join (select account_id, chain, sum(amount) as total from ledger_entry where chain > 0 group by account_id, chain) e
        on e.account_id = l.account_id and e.chain = l.number
    where l.remaining <> coalesce(e.total, 0)
    union all
    select 'lot ' || l.account_id || '-' || l.number || ' has expired and holds ' || l.remaining
    from lot l join ledger_transaction t on t.account_id = l.account_id and t.lot_number = l.number and t.kind = 'EXPIRY'
    where l.remaining > 0
    union all
    select 'Connects wallet ' || w.account_id || ' holds ' || w.paid || ' paid and ' || w.free || ' free, its entries say ' || coalesce(e.paid, 0) || ' and ' || coalesce(e.free, 0)
    from wallet w left join (
        select e.account_id, sum(e.amount) filter (where l.kind = 'PAID') as paid, sum(e.amount) filter (where l.kind = 'FREE') as free
        from ledger_entry e join lot l on l.account_id = e.account_id and l.number = e.chain group by e.account_id) e on e.account_id = w.account_id
    where w.asset = 'CONNECTS' and (w.paid <> coalesce(e.paid, 0) or w.free <> coalesce(e.free, 0))
    union all
    select 'cash wallet ' || w.account_id || ' holds ' || w.paid || ', its entries say ' || coalesce(e.total, 0)
    from wallet w left join (select account_id, sum(amount) as total from ledger_entry where chain = 0 group by account_id) e on e.account_id = w.account_id
    where w.asset = 'USD' and w.paid <> coalesce(e.total, 0)
    union all
    select 'history of account ' || account_id || ' says ' || connects_after || ' after transaction ' || number || ', its lines add up to ' || running
    from (select account_id, number, connects_after, sum(connects) over (partition by account_id order by number) as running
          from ledger_transaction where connects_after is not null) h
    where connects_after <> running
    union all
    select 'slices of transaction ' || t.account_id || '-' || t.number || ' say ' || coalesce(sum(s.spent), 0) || ', it spent ' || -t.connects
    from ledger_transaction t left join slice s on s.account_id = t.account_id and s.transaction_number = t.number
    where t.kind = 'SPEND' group by t.account_id, t.number, t.connects having coalesce(sum(s.spent), 0) <> -t.connects
    union all
    select 'proposal ' || p.account_id || '-' || p.number || ' says ' || p.connects_spent || ' spent and ' || p.connects_returned || ' returned, its slices '
        || coalesce(sum(s.spent), 0) || ' and ' || coalesce(sum(s.returned), 0)
    from proposal p left join slice s on s.account_id = p.account_id and s.proposal_number = p.number
    group by p.account_id, p.number, p.connects_spent, p.connects_returned
    having p.connects_spent <> coalesce(sum(s.spent), 0) or p.connects_returned <> coalesce(sum(s.returned), 0)
$$;

create view marketplace.ledger_totals as
    select coalesce(-sum(amount) filter (where system_account = 'ISSUED'), 0)::bigint as issued,
           coalesce(sum(amount) filter (where chain is not null), 0)::bigint as outstanding,
           coalesce(sum(amount) filter (where system_account = 'SPENT'), 0)::bigint as spent,
           coalesce(sum(amount) filter (where system_account = 'EXPIRED'), 0)::bigint as expired,
           coalesce(sum(amount) filter (where system_account = 'FORFEITED'), 0)::bigint as forfeited
    from marketplace.ledger_entry where asset = 'CONNECTS';

grant select on marketplace.ledger_totals to marketplace_app;
grant execute on function marketplace.ledger_discrepancies to marketplace_app;
