-- The same refusals for less. A guard costs three things: a call, its look-ups, and the text of every constraint, which PostgreSQL reads anew for each statement.
-- So the foreign keys between the books, a look-up a row into a partitioned table, become part of the guards, which look once a statement;
-- long lists of words move into functions; and what a column's name alone can refuse needs no condition.
-- What most statements write, one transaction, is looked up by variables: its partition is then chosen before the plan begins, and only that one is opened.
-- Many are looked up one by one as well (the aggregates keep the planner from reading whole tables, whatever it thought of the first statement of a session).
-- Everything is named in full: a search path set at each call costs more than some of the look-ups.

-- Lots moved: their newest entries say what they hold, without a gap, and their wallet is the sum of its lots.
create function marketplace.guard_lots() returns trigger language plpgsql as $$
declare
    v_moved record;
    v_entry record;
    v_wallet record;
    bad record;
begin
    select count(*) as lots, min(account_id) as account_id, min(number) as number, min(last_seq) as last_seq, min(remaining) as remaining into v_moved from changed;
    if v_moved.lots = 0 then
        return null;
    end if;
    if v_moved.lots = 1 then
        select max(e.balance_after) filter (where e.seq = v_moved.last_seq) as newest, max(e.balance_before) filter (where e.seq = v_moved.last_seq) as continues,
               coalesce(max(e.balance_after) filter (where e.seq < v_moved.last_seq), 0) as predecessor
        into v_entry
        from marketplace.ledger_entry e
        where e.account_id = v_moved.account_id and e.chain = v_moved.number and e.seq between v_moved.last_seq - 1 and v_moved.last_seq;
        select w.paid - coalesce(sum(l.remaining) filter (where l.kind = 'PAID'), 0) as paid, w.free - coalesce(sum(l.remaining) filter (where l.kind = 'FREE'), 0) as free
        into v_wallet
        from marketplace.wallet w left join marketplace.lot l on l.account_id = v_moved.account_id and l.remaining > 0
        where w.account_id = v_moved.account_id and w.asset = 'CONNECTS' group by w.paid, w.free;
        if v_entry.newest = v_moved.remaining and v_entry.continues = v_entry.predecessor and v_wallet.paid = 0 and v_wallet.free = 0 then
            return null;
        end if;
    end if;

    select c.account_id, c.number into bad
    from changed c
    cross join lateral (
        select max(e.balance_after) filter (where e.seq = c.last_seq) as newest, max(e.balance_before) filter (where e.seq = c.last_seq) as continues,
               coalesce(max(e.balance_after) filter (where e.seq < c.last_seq), 0) as predecessor
        from marketplace.ledger_entry e where e.account_id = c.account_id and e.chain = c.number and e.seq between c.last_seq - 1 and c.last_seq) e
    where e.newest is distinct from c.remaining or e.continues is distinct from e.predecessor limit 1;
    if found then
        raise exception 'lot % of account % is not what its newest entry says', bad.number, bad.account_id
            using errcode = 'integrity_constraint_violation', constraint = 'lot_balance_is_its_newest_entry';
    end if;
    select c.account_id, w.paid, w.free, l.paid as lots_paid, l.free as lots_free into bad
    from (select distinct account_id from changed) c
    cross join lateral (
        select coalesce(sum(remaining) filter (where kind = 'PAID'), 0) as paid, coalesce(sum(remaining) filter (where kind = 'FREE'), 0) as free
        from marketplace.lot where account_id = c.account_id and remaining > 0) l
    cross join lateral (select max(paid) as paid, max(free) as free from marketplace.wallet where account_id = c.account_id and asset = 'CONNECTS') w
    where w.paid is distinct from l.paid or w.free is distinct from l.free limit 1;
    if found then
        raise exception 'wallet of account % holds % paid and % free, its lots % and %', bad.account_id, bad.paid, bad.free, bad.lots_paid, bad.lots_free
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

-- A new lot's chain begins with the statement that writes it: one entry, or two where a shortfall takes its part at once.
create function marketplace.guard_new_lots() returns trigger language plpgsql as $$
declare
    bad record;
begin
    select c.account_id, c.number into bad
    from changed c
    where c.last_seq > 2 limit 1;
    if found then
        raise exception 'lot % of account % begins in the middle', bad.number, bad.account_id
            using errcode = 'integrity_constraint_violation', constraint = 'lot_balance_is_its_newest_entry';
    end if;
    return null;
end $$;

-- The balance of a Connects wallet moved: it is the sum of its lots. (Row by row: a statement moves a wallet once, and most statements one wallet.)
create function marketplace.guard_connects_wallet() returns trigger language plpgsql as $$
declare
    v_paid bigint;
    v_free bigint;
begin
    select coalesce(sum(remaining) filter (where kind = 'PAID'), 0), coalesce(sum(remaining) filter (where kind = 'FREE'), 0) into v_paid, v_free
    from marketplace.lot where account_id = new.account_id and remaining > 0;
    if v_paid <> new.paid or v_free <> new.free then
        raise exception 'wallet of account % holds % paid and % free, its lots % and %', new.account_id, new.paid, new.free, v_paid, v_free
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

-- The cash wallet is a chain like a lot, numbered 0.
create function marketplace.guard_cash_wallet() returns trigger language plpgsql as $$
declare
    v_newest bigint;
    v_continues bigint;
    v_predecessor bigint;
begin
    if tg_op = 'UPDATE' then
        if new.last_seq = old.last_seq and new.paid = old.paid then
            return null;
        end if;
        if new.last_seq <> old.last_seq + 1 then
            raise exception 'a cash wallet moves only with an entry' using errcode = 'integrity_constraint_violation';
        end if;
    elsif new.last_seq = 0 then
        return null;
    end if;
    select max(e.balance_after) filter (where e.seq = new.last_seq), max(e.balance_before) filter (where e.seq = new.last_seq),
           coalesce(max(e.balance_after) filter (where e.seq < new.last_seq), 0)
    into v_newest, v_continues, v_predecessor
    from marketplace.ledger_entry e where e.account_id = new.account_id and e.chain = 0 and e.seq between new.last_seq - 1 and new.last_seq;
    if v_newest is distinct from new.paid or v_continues <> v_predecessor then
        raise exception 'the cash wallet of account % is not what its newest entry says', new.account_id
            using errcode = 'integrity_constraint_violation', constraint = 'cash_balance_is_its_newest_entry';
    end if;
    return null;
end $$;

-- Every transaction has entries; what they say is looked at with them. An entry's number 1 exists once, so they were written by the same statement.
create or replace function marketplace.guard_transactions() returns trigger language plpgsql as $$
declare
    v_written record;
    bad record;
begin
    select count(*) as transactions, min(account_id) as account_id, min(number) as number into v_written from inserted;
    if v_written.transactions = 0 or (v_written.transactions = 1 and exists (
        select from marketplace.ledger_entry e where e.account_id = v_written.account_id and e.transaction_number = v_written.number and e.number = 1)) then
        return null;
    end if;
    select t.account_id, t.number, t.connects, t.cash into bad from inserted t
    cross join lateral (
        select count(*) as entries from marketplace.ledger_entry e where e.account_id = t.account_id and e.transaction_number = t.number and e.number = 1) e
    where e.entries = 0 limit 1;
    if found then
        raise exception 'transaction % of account % says % Connects and % cents, its 0 entries say nothing', bad.number, bad.account_id, bad.connects, bad.cash
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;
alter function marketplace.guard_transactions() reset all;

-- All entries of a transaction come in one statement, balance, and say what the transaction says; none runs ahead of its lot or its cash wallet.
create or replace function marketplace.guard_entries() returns trigger language plpgsql as $$
declare
    v_written record;
    bad record;
begin
    select count(*) as entries, min(account_id) as account_id, max(account_id) as last_account, min(transaction_number) as number, max(transaction_number) as last_number,
           min(number) as first, coalesce(sum(amount) filter (where asset = 'CONNECTS'), 0) as connects, coalesce(sum(amount) filter (where asset = 'USD'), 0) as cash,
           coalesce(sum(amount) filter (where chain > 0), 0) as moved_connects, coalesce(sum(amount) filter (where chain = 0), 0) as moved_cash,
           coalesce(bool_or(chain = 0), false) as touches_cash
    into v_written from inserted;
    if v_written.entries = 0 then
        return null;
    end if;
    select i.account_id, i.chain, i.seq, l.last_seq into bad
    from inserted i
    cross join lateral (select max(l.last_seq) as last_seq from marketplace.lot l where l.account_id = i.account_id and l.number = i.chain) l
    where i.chain > 0 and coalesce(l.last_seq, 0) < i.seq limit 1;
    if not found and v_written.touches_cash then
        select i.account_id, i.chain, i.seq, w.last_seq into bad
        from inserted i
        cross join lateral (select max(w.last_seq) as last_seq from marketplace.wallet w where w.account_id = i.account_id and w.asset = 'USD') w
        where i.chain = 0 and coalesce(w.last_seq, 0) < i.seq limit 1;
    end if;
    if found and bad.last_seq is null then
        raise exception 'account % has no lot %', bad.account_id, bad.chain using errcode = 'integrity_constraint_violation', constraint = 'entry_names_a_lot_of_its_account';
    elsif found then
        raise exception 'entry % runs ahead of lot % of account %', bad.seq, bad.chain, bad.account_id using errcode = 'integrity_constraint_violation';
    end if;

    if not (v_written.account_id = v_written.last_account and v_written.number = v_written.last_number
            and v_written.first = 1 and v_written.entries > 1 and v_written.connects = 0 and v_written.cash = 0
            and exists (select from marketplace.ledger_transaction t where t.account_id = v_written.account_id and t.number = v_written.number
                                                                      and t.connects = v_written.moved_connects and t.cash = v_written.moved_cash)) then
        select g.*, t.connects as said_connects, t.cash as said_cash into bad
        from (select account_id, transaction_number as number, min(number) as first, count(*) as entries,
                     coalesce(sum(amount) filter (where asset = 'CONNECTS'), 0) as connects, coalesce(sum(amount) filter (where asset = 'USD'), 0) as cash,
                     coalesce(sum(amount) filter (where chain > 0), 0) as moved_connects, coalesce(sum(amount) filter (where chain = 0), 0) as moved_cash
              from inserted group by account_id, transaction_number) g
        cross join lateral (
            select max(t.connects) as connects, max(t.cash) as cash from marketplace.ledger_transaction t where t.account_id = g.account_id and t.number = g.number) t
        where g.first <> 1 or g.entries < 2 or g.connects <> 0 or g.cash <> 0
            or t.connects is distinct from g.moved_connects or t.cash is distinct from g.moved_cash
        limit 1;
        if found then
            if bad.first <> 1 then
                raise exception 'transaction % of account % is closed: no entry may join it', bad.number, bad.account_id using errcode = 'integrity_constraint_violation';
            elsif bad.entries < 2 or bad.connects <> 0 or bad.cash <> 0 then
                raise exception 'transaction % of account % does not balance: % entries, Connects %, cents %', bad.number, bad.account_id, bad.entries, bad.connects, bad.cash
                    using errcode = 'integrity_constraint_violation';
            elsif bad.said_connects is null then
                raise exception 'there is no transaction % of account % for these entries', bad.number, bad.account_id
                    using errcode = 'integrity_constraint_violation', constraint = 'entry_belongs_to_a_transaction';
            end if;
            raise exception 'transaction % of account % says % Connects and % cents, its % entries say % and %',
                bad.number, bad.account_id, bad.said_connects, bad.said_cash, bad.entries, bad.moved_connects, bad.moved_cash using errcode = 'integrity_constraint_violation';
        end if;
    end if;
    return null;
end $$;
alter function marketplace.guard_entries() reset all;

-- A slice says what an entry of its transaction took from its lot: no slice can be invented, and nothing be refunded that was not spent.
create function marketplace.guard_slices() returns trigger language plpgsql as $$
declare
    v_written record;
    bad record;
begin
    select count(*) as slices, min(account_id) as account_id, min(transaction_number) as number, min(lot_number) as lot, min(spent) as spent into v_written from inserted;
    if v_written.slices = 0 or (v_written.slices = 1 and exists (
        select from marketplace.ledger_entry e
        where e.account_id = v_written.account_id and e.transaction_number = v_written.number and e.chain = v_written.lot and e.amount = -v_written.spent)) then
        return null;
    end if;
    select s.* into bad from inserted s
    cross join lateral (
        select count(*) as entries from marketplace.ledger_entry e
        where e.account_id = s.account_id and e.transaction_number = s.transaction_number and e.chain = s.lot_number and e.amount = -s.spent) e
    where e.entries = 0 limit 1;
    if found then
        raise exception 'no entry of transaction % of account % took % from lot %', bad.transaction_number, bad.account_id, bad.spent, bad.lot_number
            using errcode = 'integrity_constraint_violation', constraint = 'slice_is_what_an_entry_took';
    end if;
    return null;
end $$;

drop trigger wallet_is_the_sum_of_its_lots on marketplace.lot;
drop trigger wallet_is_the_sum_of_its_lots_after_update on marketplace.lot;
drop trigger wallet_is_the_sum_of_its_lots on marketplace.wallet;
drop trigger wallet_is_the_sum_of_its_lots_after_update on marketplace.wallet;
drop function marketplace.guard_wallet_sums();
create trigger follows_its_entries after update on marketplace.lot
    referencing new table as changed for each statement execute function marketplace.guard_lots();
create trigger begins_with_its_entries after insert on marketplace.lot
    referencing new table as changed for each statement execute function marketplace.guard_new_lots();
create trigger follows_its_entries_from_the_first after insert on marketplace.lot
    referencing new table as changed for each statement execute function marketplace.guard_lots();
create trigger is_the_sum_of_its_lots after insert or update of paid, free on marketplace.wallet
    for each row when (new.asset = 'CONNECTS') execute function marketplace.guard_connects_wallet();
create trigger cash_follows_its_entries after insert or update of paid, last_seq on marketplace.wallet
    for each row when (new.asset = 'USD') execute function marketplace.guard_cash_wallet();
create trigger says_what_an_entry_took after insert on marketplace.slice
    referencing new table as inserted for each statement execute function marketplace.guard_slices();

-- A column that never changes is refused by its name; a trigger before the row would also lock it once more.
drop trigger lot_only_moves_on on marketplace.lot;
create trigger lot_only_moves_on after update on marketplace.lot for each row when (new.last_seq <> old.last_seq + 1)
    execute function marketplace.refuse('a lot only moves on: one entry at a time, nothing else about it changes');
create trigger lot_keeps_its_identity after update of account_id, number, kind, origin, amount, issued_at, expires_at, cost_cents, period_key on marketplace.lot
    for each row execute function marketplace.refuse('a lot only moves on: one entry at a time, nothing else about it changes');
drop trigger wallet_keeps_its_identity on marketplace.wallet;
create trigger wallet_keeps_its_identity after update of account_id, asset on marketplace.wallet
    for each row execute function marketplace.refuse('a wallet keeps its account and its asset');

-- What the guards look at now. (Referenced rows are never deleted or rewritten, so nobody has to hold them.)
alter table marketplace.lot drop constraint lot_balance_is_its_newest_entry;
alter table marketplace.wallet drop constraint cash_balance_is_its_newest_entry, drop column chain;
alter table marketplace.slice
    drop constraint slice_account_id_transaction_number_fkey,
    drop constraint slice_account_id_lot_number_fkey;
alter table marketplace.ledger_entry
    drop constraint ledger_entry_account_id_transaction_number_fkey,
    drop constraint entry_names_a_lot_of_its_account,
    drop constraint entry_continues_its_predecessor,
    drop constraint entry_position,
    drop constraint entry_one_position_per_seq,
    drop column previous_seq,
    drop column lot_number;
create unique index entry_one_position_per_seq on marketplace.ledger_entry (account_id, chain, seq) where chain is not null;

-- A list of words is read by a function that keeps it. Another word: replace the function.
do $$
declare
    list record;
begin
    for list in select c.conrelid::regclass as books, c.conname, l.word, l.name, substring(pg_get_constraintdef(c.oid) from 'ARRAY\[.*\]') as words
                from pg_constraint c
                join (values ('ledger_transaction_kind_check', 'kind', 'is_transaction_kind'),
                             ('ledger_entry_system_account_check', 'system_account', 'is_system_account'),
                             ('lot_origin_check', 'origin', 'is_lot_origin')) l (conname, word, name) on l.conname = c.conname
                where c.coninhcount = 0 and c.connamespace = 'marketplace'::regnamespace loop
        execute format('create function marketplace.%I(p_word text) returns boolean language plpgsql immutable parallel safe as $f$ begin return p_word = any (%s); end $f$',
                       list.name, list.words);
        execute format('alter table %s drop constraint %I, add constraint %I check (marketplace.%I(%I))', list.books, list.conname, list.conname, list.name, list.word);
    end loop;
end $$;
