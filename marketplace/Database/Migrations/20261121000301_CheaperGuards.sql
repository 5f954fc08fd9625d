-- The same refusals for less. A guard costs a call, its look-ups, and the text of its constraint, which PostgreSQL reads anew for each statement. So:
-- the foreign keys between the books, a look-up a row with a plan over all partitions, become part of the guards; a table's CHECKs become one function, whose text is a name;
-- what always comes a row or two at a time is looked at row by row, by variables (the partition is then chosen before the plan begins), and what can be many by one query a statement;
-- and nothing is looked at twice: a lot's guard finds its entry, an entry's its transaction, its lot and its wallet, a wallet's the sum of its lots.
-- Everything is named in full: a search path set at each call costs more than some of the look-ups. `offset 0` holds the planner to looking rows up one by one, whatever
-- it thought of the first statement of a session.

-- A lot moved: by one entry, which says what the lot held and what it holds now. (What it held was proved when it came to hold it.)
create function marketplace.guard_moved_lot() returns trigger language plpgsql as $$
begin
    if new.last_seq <> old.last_seq + 1 or new.remaining < 0 or new.remaining > new.amount then
        if new.last_seq <> old.last_seq + 1 then
            raise exception 'a lot only moves on: one entry at a time, nothing else about it changes' using errcode = 'integrity_constraint_violation', table = tg_table_name;
        end if;
        raise exception 'lot % of account % would hold % of %', new.number, new.account_id, new.remaining, new.amount
            using errcode = 'check_violation', constraint = 'lot_within_its_amount';
    end if;
    perform from marketplace.ledger_entry e
    where e.account_id = new.account_id and e.chain = new.number and e.seq = new.last_seq and e.balance_before = old.remaining and e.balance_after = new.remaining;
    if not found then
        raise exception 'lot % of account % is not what its newest entry says', new.number, new.account_id
            using errcode = 'integrity_constraint_violation', constraint = 'lot_balance_is_its_newest_entry';
    end if;
    return null;
end $$;

-- Where a lot may come from. Another word: replace the function.
create function marketplace.is_lot_origin(p_word text) returns boolean
language plpgsql immutable parallel safe as $$
begin
    return p_word = any (array['PURCHASE', 'PLAN', 'PLAN_UPGRADE', 'PROFILE_APPROVED', 'READINESS_TEST', 'RISING_TALENT', 'AGENCY_WELCOME', 'INTERVIEW_AWARD',
                               'RANDOMIZED_REWARD', 'REFERRAL', 'COURTESY', 'REFUND']);
end $$;

-- New lots: their chains begin with the statement that writes them, with one entry, or two where a shortfall takes its part at once.
-- What never changes about a lot is looked at here alone.
create function marketplace.guard_new_lots() returns trigger language plpgsql as $$
declare
    bad record;
begin
    select c.account_id, c.number, s.broken into bad
    from changed c
    cross join lateral (select case
        when c.kind is null or c.kind not in ('PAID', 'FREE') then 'lot_kind_check'
        when not marketplace.is_lot_origin(c.origin) then 'lot_origin_check'
        when c.amount <= 0 then 'lot_amount_check'
        when c.remaining not between 0 and c.amount then 'lot_within_its_amount'
        when c.cost_cents < 0 then 'lot_cost_cents_check'
        when c.expires_at <= c.issued_at then 'lot_ends_after_its_issue'
        end as broken) s
    where s.broken is not null limit 1;
    if found then
        raise exception 'lot % of account % violates %', bad.number, bad.account_id, bad.broken using errcode = 'check_violation', constraint = bad.broken;
    end if;
    select c.account_id, c.number, c.last_seq into bad
    from changed c
    left join lateral (
        select e.balance_before, e.balance_after from marketplace.ledger_entry e
        where e.account_id = c.account_id and e.chain = c.number and e.seq = c.last_seq offset 0) newest on true
    left join lateral (
        select e.balance_after from marketplace.ledger_entry e
        where e.account_id = c.account_id and e.chain = c.number and e.seq = c.last_seq - 1 offset 0) previous on true
    where c.last_seq not in (1, 2) or newest.balance_after is distinct from c.remaining or newest.balance_before is distinct from coalesce(previous.balance_after, 0) limit 1;
    if found then
        raise exception 'lot % of account % is not what its newest entry says, or begins in the middle: %', bad.number, bad.account_id, bad.last_seq
            using errcode = 'integrity_constraint_violation', constraint = 'lot_balance_is_its_newest_entry';
    end if;
    return null;
end $$;

-- A wallet was written. Connects: it is the sum of its lots. Cash: a chain like a lot, numbered 0.
create function marketplace.guard_wallet() returns trigger language plpgsql as $$
declare
    v_kind text;
    v_remaining integer;
    v_paid bigint := 0;
    v_free bigint := 0;
    v_before bigint;
    v_after bigint;
begin
    if new.asset = 'CONNECTS' then
        for v_kind, v_remaining in select l.kind, l.remaining from marketplace.lot l where l.account_id = new.account_id and l.remaining > 0 loop
            if v_kind = 'PAID' then
                v_paid := v_paid + v_remaining;
            else
                v_free := v_free + v_remaining;
            end if;
        end loop;
        -- What equals a sum of lots is not below zero.
        if v_paid = new.paid and v_free = new.free then
            return null;
        end if;
    end if;

    if new.paid < 0 or new.free < 0 then
        raise exception 'wallet % of account % would hold % paid and % free', new.asset, new.account_id, new.paid, new.free
            using errcode = 'check_violation', constraint = 'wallet_never_negative';
    end if;
    if new.asset = 'CONNECTS' then
        raise exception 'wallet of account % holds % paid and % free, its lots % and %', new.account_id, new.paid, new.free, v_paid, v_free
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.free <> 0 then
        raise exception 'wallet % of account % has what only Connects have', new.asset, new.account_id using errcode = 'check_violation', constraint = 'wallet_is_of_its_asset';
    end if;
    if new.last_seq = 0 and new.paid <> 0 then
        raise exception 'the cash wallet of account % holds % without an entry', new.account_id, new.paid
            using errcode = 'check_violation', constraint = 'cash_without_entries_is_zero';
    end if;
    if tg_op = 'UPDATE' then
        if new.last_seq = old.last_seq and new.paid = old.paid then
            return null;
        end if;
        if new.last_seq <> old.last_seq + 1 then
            raise exception 'a cash wallet moves only with an entry' using errcode = 'integrity_constraint_violation';
        end if;
        v_before := old.paid;
    elsif new.last_seq = 0 then
        return null;
    else
        -- A wallet that is new has one entry at most.
        v_before := 0;
    end if;
    select e.balance_before, e.balance_after into v_before, v_after
    from marketplace.ledger_entry e where e.account_id = new.account_id and e.chain = 0 and e.seq = new.last_seq and e.balance_before = v_before;
    if v_after is distinct from new.paid or (tg_op = 'INSERT' and new.last_seq > 1) then
        raise exception 'the cash wallet of account % is not what its newest entry says', new.account_id
            using errcode = 'integrity_constraint_violation', constraint = 'cash_balance_is_its_newest_entry';
    end if;
    return null;
end $$;

-- What only a wallet of the other asset has; asked where one of these columns is named, and that is no spend.
create function marketplace.guard_wallet_of_asset() returns trigger language plpgsql as $$
begin
    if not (case new.asset
            when 'CONNECTS' then new.last_seq = 0 and new.reserve = 0 and new.shortfall >= 0
            when 'USD' then new.shortfall = 0 and new.reserve >= 0 and new.last_seq >= 0
            else false end) then
        raise exception 'wallet % of account % has what only the other wallet has', new.asset, new.account_id using errcode = 'check_violation', constraint = 'wallet_is_of_its_asset';
    end if;
    return null;
end $$;

-- A transaction has entries; what they say is looked at with them. An entry's number 1 exists once, so they were written by the same statement.
drop trigger says_what_its_entries_say on marketplace.ledger_transaction;
create function marketplace.guard_transaction() returns trigger language plpgsql as $$
declare
    v_broken text;
begin
    -- What most of them are, before the long list: an expression that is not reached costs nothing.
    if new.kind = any ('{SPEND,REFUND,GRANT,PURCHASE}') and new.lot_number is null and new.connects_after >= 0 and new.cash_after is null and new.cash = 0 then
        null;
    else
        v_broken := case
            when (new.lot_number is null) <> (new.kind <> all ('{EXPIRY,FORFEIT}')) then 'ledger_transaction_names_the_lot_that_ended'
            when new.connects_after < 0 or new.cash_after < 0 then 'ledger_transaction_leaves_nothing_below_zero'
            when (new.connects_after is null and new.connects <> 0) or (new.cash_after is null and new.cash <> 0) then 'ledger_transaction_says_what_it_left'
            when new.kind <> all ('{PURCHASE,GRANT,SPEND,REFUND,INTERVIEW_REFUND,INTERVIEW_AWARD,REWARD,REFERRAL,COURTESY,EXPIRY,FORFEIT,EARNING,PLAN_FEE,FEATURED_JOB,REFERRAL_REWARD,AFFILIATE_COMMISSION,REVERSAL,WITHDRAWAL,CHARGEBACK}') then 'ledger_transaction_kind_check' end;
        if v_broken is not null then
            raise exception 'transaction % of account % violates %', new.number, new.account_id, v_broken using errcode = 'check_violation', constraint = v_broken;
        end if;
    end if;
    perform from marketplace.ledger_entry e where e.account_id = new.account_id and e.transaction_number = new.number and e.number = 1;
    if not found then
        raise exception 'transaction % of account % says % Connects and % cents, its 0 entries say nothing', new.number, new.account_id, new.connects, new.cash
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;

-- All entries of a transaction come in one statement, balance, and say what the transaction says; none runs ahead of its lot or its cash wallet.
-- A wallet that the statement wrote together with its lot was compared with the sum of its lots by its own guard; another is compared here.
create or replace function marketplace.guard_entries() returns trigger language plpgsql as $$
declare
    e_account bigint;
    e_transaction bigint;
    e_number smallint;
    e_chain bigint;
    e_seq integer;
    e_amount bigint;
    e_sound boolean;
    v_account bigint;
    v_transaction bigint;
    v_said bigint;
    v_left bigint;
    v_plain boolean;
    bad record;
begin
    -- What nearly every statement writes: one transaction that moves lots, its entries in lots first and then one outside. An entry that is the newest of its lot was compared with it
    -- by the lot's guard: its place in the chain is unique, so the lot was written by this statement. And so was the wallet, where one command wrote both.
    for e_account, e_transaction, e_number, e_chain, e_seq, e_amount, e_sound in
        select i.account_id, i.transaction_number, i.number, i.chain, i.seq, i.amount,
               i.asset = 'CONNECTS' and i.amount <> 0
               and case when i.chain is null then i.system_account = any ('{SPENT,ISSUED,REFUNDED,EXPIRED}') and i.seq is null and i.balance_before is null and i.balance_after is null
                   else i.system_account is null and i.balance_after = i.balance_before + i.amount end
        from inserted i loop
        if e_chain is null then
            v_plain := v_plain is null and e_sound and e_amount = - v_said and v_left = 0 and e_account = v_account and e_transaction = v_transaction;
        elsif v_account is null then
            if e_sound and e_number = 1 then
                select t.account_id, t.number, t.connects, t.connects - e_amount into v_account, v_transaction, v_said, v_left
                from marketplace.lot l, marketplace.wallet w, marketplace.ledger_transaction t
                where l.account_id = e_account and l.number = e_chain and l.last_seq = e_seq
                    and w.account_id = e_account and w.asset = 'CONNECTS' and w.xmin = l.xmin and w.cmin = l.cmin
                    and t.account_id = e_account and t.number = e_transaction and t.cash_after is null;
            end if;
        elsif v_plain is null and e_sound and e_account = v_account and e_transaction = v_transaction then
            perform from marketplace.lot l, marketplace.wallet w
            where l.account_id = e_account and l.number = e_chain and l.last_seq = e_seq
                and w.account_id = e_account and w.asset = 'CONNECTS' and w.xmin = l.xmin and w.cmin = l.cmin;
            if found then
                v_left := v_left - e_amount;
            else
                v_plain := false;
            end if;
        else
            v_plain := false;
        end if;
        exit when v_account is null or not v_plain;
    end loop;
    if v_plain then
        return null;
    end if;
    if e_account is null then
        return null;
    end if;

    select i.account_id, i.transaction_number, i.number, r.broken into bad
    from inserted i
    cross join lateral (select case
        when i.amount = 0 then 'ledger_entry_amount_check'
        when i.asset <> all ('{CONNECTS,USD}') then 'ledger_entry_asset_check'
        when (i.chain is null) = (i.system_account is null) then 'entry_is_in_a_wallet_or_a_system_account'
        when num_nulls(i.chain, i.seq, i.balance_before, i.balance_after) not in (0, 4) then 'entry_chain_is_complete'
        when i.chain is null and i.system_account <> all ('{ISSUED,SPENT,EXPIRED,FORFEITED,REFUNDED,CARD_CLEARING,EARNINGS,REWARDS_EXPENSE,REWARDS_PENDING,PLAN_REVENUE,CONNECTS_REVENUE,JOB_REVENUE,PAYOUTS,SHORTFALL}')
            then 'ledger_entry_system_account_check'
        when i.chain is not null and (i.chain = 0) <> (i.asset = 'USD') then 'entry_chain_is_of_its_asset'
        when i.seq < 1 then 'ledger_entry_seq_check'
        when i.seq = 1 and i.balance_before <> 0 then 'entry_chain_begins_at_zero'
        when i.balance_after <> i.balance_before + i.amount or i.balance_after < 0 then 'entry_adds_up' end as broken) r
    where r.broken is not null limit 1;
    if found then
        raise exception 'entry % of transaction % of account % violates %', bad.number, bad.transaction_number, bad.account_id, bad.broken
            using errcode = 'check_violation', constraint = bad.broken;
    end if;

    select i.account_id, i.chain, i.seq, l.last_seq as lot_seq, w.last_seq as cash_seq into bad
    from inserted i
    left join lateral (select l.last_seq from marketplace.lot l where l.account_id = i.account_id and l.number = i.chain offset 0) l on true
    left join lateral (select w.last_seq from marketplace.wallet w where w.account_id = i.account_id and w.asset = 'USD' and i.chain = 0 offset 0) w on true
    where i.chain is not null and coalesce(l.last_seq, w.last_seq, 0) < i.seq limit 1;
    if found and bad.lot_seq is null and bad.cash_seq is null then
        raise exception 'account % has no lot %', bad.account_id, bad.chain using errcode = 'integrity_constraint_violation', constraint = 'entry_names_a_lot_of_its_account';
    elsif found then
        raise exception 'entry % runs ahead of lot % of account %', bad.seq, bad.chain, bad.account_id using errcode = 'integrity_constraint_violation';
    end if;

    select c.account_id, w.paid, w.free, l.paid as lots_paid, l.free as lots_free into bad
    from (select distinct account_id from inserted where chain > 0) c
    cross join lateral (
        select coalesce(sum(remaining) filter (where kind = 'PAID'), 0) as paid, coalesce(sum(remaining) filter (where kind = 'FREE'), 0) as free
        from marketplace.lot where account_id = c.account_id and remaining > 0) l
    cross join lateral (select max(paid) as paid, max(free) as free from marketplace.wallet where account_id = c.account_id and asset = 'CONNECTS') w
    where w.paid is distinct from l.paid or w.free is distinct from l.free limit 1;
    if found then
        raise exception 'wallet of account % holds % paid and % free, its lots % and %', bad.account_id, bad.paid, bad.free, bad.lots_paid, bad.lots_free
            using errcode = 'integrity_constraint_violation';
    end if;

    select g.*, t.connects as said_connects, t.cash as said_cash into bad
    from (select account_id, transaction_number as number, min(number) as first, count(*) as entries, bool_and(chain is null) as outside,
                 coalesce(sum(amount) filter (where asset = 'CONNECTS'), 0) as connects, coalesce(sum(amount) filter (where asset = 'USD'), 0) as cash,
                 coalesce(sum(amount) filter (where chain > 0), 0) as moved_connects, coalesce(sum(amount) filter (where chain = 0), 0) as moved_cash
          from inserted group by account_id, transaction_number) g
    left join lateral (select t.connects, t.cash from marketplace.ledger_transaction t where t.account_id = g.account_id and t.number = g.number offset 0) t on true
    where g.first <> 1 or g.entries < 2 or g.connects <> 0 or g.cash <> 0
        or t.connects is distinct from g.moved_connects or t.cash is distinct from g.moved_cash
        -- What moves a wallet names an account that has one.
        or (g.outside and not exists (select from marketplace.account a where a.id = g.account_id))
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
        elsif bad.said_connects is distinct from bad.moved_connects or bad.said_cash is distinct from bad.moved_cash then
            raise exception 'transaction % of account % says % Connects and % cents, its % entries say % and %',
                bad.number, bad.account_id, bad.said_connects, bad.said_cash, bad.entries, bad.moved_connects, bad.moved_cash using errcode = 'integrity_constraint_violation';
        end if;
        raise exception 'transaction % is of account %, which does not exist', bad.number, bad.account_id
            using errcode = 'foreign_key_violation', constraint = 'ledger_transaction_account_id_fkey';
    end if;
    return null;
end $$;
alter function marketplace.guard_entries() reset all;

-- A slice says what an entry of its transaction took from its lot for a proposal: no slice can be invented, and nothing be refunded that was not spent.
create function marketplace.guard_slice() returns trigger language plpgsql as $$
begin
    if not new.returned between 0 and new.spent then
        raise exception 'slice of lot % of account % would return % of %', new.lot_number, new.account_id, new.returned, new.spent
            using errcode = 'check_violation', constraint = 'slice_returns_at_most_what_was_spent';
    end if;
    -- By its transaction, which has few entries, and not by its lot, which comes to have many.
    perform from marketplace.ledger_entry e, marketplace.proposal p
    where e.account_id = new.account_id and e.transaction_number = new.transaction_number and e.chain is not distinct from new.lot_number and e.amount = -new.spent
        and p.account_id = new.account_id and p.number = new.proposal_number;
    if not found then
        raise exception 'no entry of transaction % of account % took % from lot % for a proposal %', new.transaction_number, new.account_id, new.spent, new.lot_number, new.proposal_number
            using errcode = 'integrity_constraint_violation', constraint = 'slice_is_what_an_entry_took';
    end if;
    return null;
end $$;

drop trigger wallet_is_the_sum_of_its_lots on marketplace.lot;
drop trigger wallet_is_the_sum_of_its_lots_after_update on marketplace.lot;
drop trigger wallet_is_the_sum_of_its_lots on marketplace.wallet;
drop trigger wallet_is_the_sum_of_its_lots_after_update on marketplace.wallet;
drop function marketplace.guard_wallet_sums();
drop trigger lot_only_moves_on on marketplace.lot;
drop trigger wallet_keeps_its_identity on marketplace.wallet;
create trigger follows_its_entries after update on marketplace.lot for each row execute function marketplace.guard_moved_lot();
create trigger begins_with_its_entries after insert on marketplace.lot
    referencing new table as changed for each statement execute function marketplace.guard_new_lots();
create trigger has_what_its_asset_has after insert or update of asset, last_seq, reserve, shortfall on marketplace.wallet for each row execute function marketplace.guard_wallet_of_asset();
create trigger is_the_sum_of_its_lots_or_entries after insert or update on marketplace.wallet for each row execute function marketplace.guard_wallet();
create trigger says_what_an_entry_took after insert on marketplace.slice for each row execute function marketplace.guard_slice();
create trigger returns_at_most_what_was_spent after update on marketplace.slice for each row when (new.returned > new.spent) execute function marketplace.guard_slice();

-- A column that never changes is refused by its name: such a trigger costs nothing where the column is not named, and one before the row would also lock it once more.
create trigger lot_keeps_its_identity after update of account_id, number, kind, origin, amount, issued_at, expires_at, cost_cents, period_key on marketplace.lot
    for each row execute function marketplace.refuse('a lot only moves on: one entry at a time, nothing else about it changes');
create trigger wallet_keeps_its_identity after update of account_id, asset on marketplace.wallet
    for each row execute function marketplace.refuse('a wallet keeps its account and its asset');
-- What the books refer to stays what it is.
create trigger account_stays after update of id on marketplace.account for each row execute function marketplace.refuse('an account keeps its number');
create trigger never_deleted before delete on marketplace.account for each row execute function marketplace.refuse('accounts are never deleted');
create trigger proposal_keeps_its_identity after update of account_id, number on marketplace.proposal
    for each row execute function marketplace.refuse('a proposal keeps its account and its number');
create trigger never_deleted before delete on marketplace.proposal for each row execute function marketplace.refuse('proposals are never deleted');
create trigger never_truncated before truncate on marketplace.proposal for each statement execute function marketplace.refuse('proposals are never deleted');

-- What the guards look at now.
alter table marketplace.lot drop constraint lot_balance_is_its_newest_entry;
alter table marketplace.wallet drop constraint cash_balance_is_its_newest_entry, drop column chain;
alter table marketplace.slice
    drop constraint slice_account_id_transaction_number_fkey,
    drop constraint slice_account_id_lot_number_fkey,
    drop constraint slice_account_id_proposal_number_fkey;
alter table marketplace.ledger_transaction drop constraint ledger_transaction_account_id_fkey;
alter table marketplace.ledger_entry
    drop constraint ledger_entry_account_id_transaction_number_fkey,
    drop constraint entry_names_a_lot_of_its_account,
    drop constraint entry_continues_its_predecessor,
    drop constraint entry_position,
    drop constraint entry_one_position_per_seq,
    drop column previous_seq,
    drop column lot_number;
create unique index entry_one_position_per_seq on marketplace.ledger_entry (account_id, chain, seq) where chain is not null;

do $$
declare
    ruled record;
begin
    -- What the guards say with what they look at anyway.
    for ruled in select c.conrelid::regclass as books, c.conname from pg_constraint c
                 where c.contype = 'c' and c.coninhcount = 0 and c.connamespace = 'marketplace'::regnamespace
                   and c.conrelid in ('marketplace.wallet'::regclass, 'marketplace.lot'::regclass, 'marketplace.ledger_transaction'::regclass,
                                      'marketplace.ledger_entry'::regclass, 'marketplace.slice'::regclass) loop
        execute format('alter table %s drop constraint %I', ruled.books, ruled.conname);
    end loop;
end $$;

-- One partition instead of eight. Every statement that looks into the books locks all of them and decides which one it needs; past sixteen tables and indexes a transaction takes
-- such locks from the lock manager that all sessions share. Of one partition the plan is that of the table itself. The tables are still partitioned by account and are divided
-- when there are machines to spread them over.
alter table marketplace.purchase drop constraint purchase_account_id_transaction_number_fkey, drop constraint purchase_charged_back_by_a_transaction;
do $$
declare
    books text;
begin
    foreach books in array array['ledger_transaction', 'ledger_entry'] loop
        for old in 0 .. 7 loop
            execute format('alter table marketplace.%1$s detach partition marketplace.%1$s_%2$s', books, old);
            execute format('alter table marketplace.%1$s_%2$s rename to %1$s_old_%2$s', books, old);
        end loop;
        execute format('create table marketplace.%1$s_0 (like marketplace.%1$s including defaults including constraints)', books);
        for old in 0 .. 7 loop
            execute format('insert into marketplace.%1$s_0 select * from marketplace.%1$s_old_%2$s', books, old);
            execute format('drop table marketplace.%1$s_old_%2$s', books, old);
        end loop;
        execute format('alter table marketplace.%1$s attach partition marketplace.%1$s_0 for values with (modulus 1, remainder 0)', books);
        execute format('create trigger never_truncated before truncate on marketplace.%s_0 for each statement execute function marketplace.refuse(%L)',
                       books, case books when 'ledger_entry' then 'ledger entries are append only' else 'ledger transactions are append only' end);
    end loop;
end $$;
create trigger balanced after insert on marketplace.ledger_entry_0
    referencing new table as inserted for each statement execute function marketplace.guard_entries();
drop function marketplace.guard_transactions();
alter table marketplace.purchase
    add foreign key (account_id, transaction_number) references marketplace.ledger_transaction (account_id, number),
    add constraint purchase_charged_back_by_a_transaction foreign key (account_id, charged_back_by) references marketplace.ledger_transaction (account_id, number);
create trigger says_what_its_entries_say after insert on marketplace.ledger_transaction for each row execute function marketplace.guard_transaction();
