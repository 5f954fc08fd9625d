-- Every guard that needs a trigger, in one file: a distributed engine that restricts triggers changes this file alone.
-- A transaction is written whole by one statement, so the guards look once, at the statement's end.

create function marketplace.refuse() returns trigger language plpgsql as $$
begin
    raise exception '%', tg_argv[0] using errcode = 'integrity_constraint_violation', table = tg_table_name;
end $$;

-- Transactions and entries are append only; lots, wallets and slices are never deleted.
create trigger append_only before update or delete on marketplace.ledger_transaction
    for each row execute function marketplace.refuse('ledger transactions are append only');
create trigger append_only before update or delete on marketplace.ledger_entry
    for each row execute function marketplace.refuse('ledger entries are append only');
create trigger never_deleted before delete on marketplace.lot for each row execute function marketplace.refuse('lots are never deleted');
create trigger never_deleted before delete on marketplace.wallet for each row execute function marketplace.refuse('wallets are never deleted');
create trigger never_deleted before delete on marketplace.slice for each row execute function marketplace.refuse('slices are never deleted');

create trigger lot_only_moves_on before update on marketplace.lot for each row
    when (new.last_seq <> old.last_seq + 1
        or (new.account_id, new.number, new.kind, new.origin, new.amount, new.issued_at, new.expires_at, new.cost_cents, new.period_key)
            is distinct from (old.account_id, old.number, old.kind, old.origin, old.amount, old.issued_at, old.expires_at, old.cost_cents, old.period_key))
    execute function marketplace.refuse('a lot only moves on: one entry at a time, nothing else about it changes');
create trigger slice_only_returns before update on marketplace.slice for each row
    when (new.returned < old.returned
        or (new.account_id, new.transaction_number, new.lot_number, new.proposal_number, new.spent)
            is distinct from (old.account_id, old.transaction_number, old.lot_number, old.proposal_number, old.spent))
    execute function marketplace.refuse('a slice only grows what it returned');
create trigger wallet_keeps_its_identity before update on marketplace.wallet for each row
    when ((new.account_id, new.asset) is distinct from (old.account_id, old.asset)
        or new.last_seq < old.last_seq or (new.last_seq = old.last_seq and new.asset = 'USD' and new.paid <> old.paid))
    execute function marketplace.refuse('a cash wallet moves only with an entry');

-- All entries of a transaction come in one statement: each batch must hold entry number 1, which exists once, and so
-- no entry can ever join a transaction that was written before.
create function marketplace.guard_entries() returns trigger language plpgsql set search_path = marketplace, pg_temp as $$
declare
    bad record;
begin
    select account_id, transaction_number, min(number) as first, count(*) as entries,
           sum(amount) filter (where asset = 'CONNECTS') as connects, sum(amount) filter (where asset = 'USD') as cash
    into bad
    from inserted
    group by account_id, transaction_number
    having min(number) <> 1 or count(*) < 2
        or coalesce(sum(amount) filter (where asset = 'CONNECTS'), 0) <> 0 or coalesce(sum(amount) filter (where asset = 'USD'), 0) <> 0
    limit 1;
    if found then
        if bad.first <> 1 then
            raise exception 'transaction % of account % is closed: no entry may join it', bad.transaction_number, bad.account_id
                using errcode = 'integrity_constraint_violation';
        end if;
        raise exception 'transaction % of account % does not balance: % entries, Connects %, cents %',
            bad.transaction_number, bad.account_id, bad.entries, coalesce(bad.connects, 0), coalesce(bad.cash, 0)
            using errcode = 'integrity_constraint_violation';
    end if;

    select i.account_id, i.chain, i.seq into bad
    from inserted i
    left join lot l on l.account_id = i.account_id and l.number = i.chain
    left join wallet w on w.account_id = i.account_id and w.asset = 'USD' and i.chain = 0
    where i.chain is not null and coalesce(l.last_seq, w.last_seq, 0) < i.seq
    limit 1;
    if found then
        raise exception 'entry % runs ahead of lot % of account %', bad.seq, bad.chain, bad.account_id
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

create function marketplace.guard_transactions() returns trigger language plpgsql set search_path = marketplace, pg_temp as $$
declare
    bad record;
begin
    select t.account_id, t.number, t.connects, t.cash, e.entries, e.connects as moved_connects, e.cash as moved_cash into bad
    from inserted t
    cross join lateral (
        select count(*) as entries,
               coalesce(sum(amount) filter (where chain > 0), 0) as connects,
               coalesce(sum(amount) filter (where chain = 0), 0) as cash
        from ledger_entry where account_id = t.account_id and transaction_number = t.number) e
    where e.entries = 0 or e.connects <> t.connects or e.cash <> t.cash
    limit 1;
    if found then
        raise exception 'transaction % of account % says % Connects and % cents, its % entries say % and %',
            bad.number, bad.account_id, bad.connects, bad.cash, bad.entries, bad.moved_connects, bad.moved_cash
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

create function marketplace.guard_wallet_sums() returns trigger language plpgsql set search_path = marketplace, pg_temp as $$
declare
    bad record;
begin
    select w.account_id, w.paid, w.free, l.paid as lots_paid, l.free as lots_free into bad
    from (select distinct account_id from changed) c
    join wallet w on w.account_id = c.account_id and w.asset = 'CONNECTS'
    cross join lateral (
        select coalesce(sum(remaining) filter (where kind = 'PAID'), 0) as paid, coalesce(sum(remaining) filter (where kind = 'FREE'), 0) as free
        from lot where account_id = c.account_id and remaining > 0) l
    where w.paid <> l.paid or w.free <> l.free
    limit 1;
    if found then
        raise exception 'wallet of account % holds % paid and % free, its lots % and %', bad.account_id, bad.paid, bad.free, bad.lots_paid, bad.lots_free
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

create trigger wallet_is_the_sum_of_its_lots after insert on marketplace.lot
    referencing new table as changed for each statement execute function marketplace.guard_wallet_sums();
create trigger wallet_is_the_sum_of_its_lots_after_update after update on marketplace.lot
    referencing new table as changed for each statement execute function marketplace.guard_wallet_sums();
create trigger wallet_is_the_sum_of_its_lots after insert on marketplace.wallet
    referencing new table as changed for each statement execute function marketplace.guard_wallet_sums();
create trigger wallet_is_the_sum_of_its_lots_after_update after update on marketplace.wallet
    referencing new table as changed for each statement execute function marketplace.guard_wallet_sums();

-- The statement guards stand on the parents and on every partition: a statement fires those of the table it names.
do $$
declare
    target text;
begin
    foreach target in array (select array_agg(t) from (
        select 'ledger_entry' as t union all select 'ledger_entry_' || n from generate_series(0, 7) n) x) loop
        execute format('create trigger balanced after insert on marketplace.%I referencing new table as inserted
                        for each statement execute function marketplace.guard_entries()', target);
        execute format('create trigger never_truncated before truncate on marketplace.%I
                        for each statement execute function marketplace.refuse(''ledger entries are append only'')', target);
    end loop;
    foreach target in array (select array_agg(t) from (
        select 'ledger_transaction' as t union all select 'ledger_transaction_' || n from generate_series(0, 7) n) x) loop
        execute format('create trigger says_what_its_entries_say after insert on marketplace.%I referencing new table as inserted
                        for each statement execute function marketplace.guard_transactions()', target);
        execute format('create trigger never_truncated before truncate on marketplace.%I
                        for each statement execute function marketplace.refuse(''ledger transactions are append only'')', target);
    end loop;
    foreach target in array array['lot', 'wallet', 'slice'] loop
        execute format('create trigger never_truncated before truncate on marketplace.%I
                        for each statement execute function marketplace.refuse(''the books are never truncated'')', target);
    end loop;
end $$;
