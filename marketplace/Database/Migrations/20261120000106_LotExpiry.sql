-- Expiry: one transaction for each lot that is due, so that the history shows one line a lot.

-- The accounts' wallets are locked by the caller. Returns how many lots expired.
create function marketplace.expire_due_lots(p_accounts bigint[], p_now timestamptz)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_lots integer;
begin
    with due as materialized (
        select l.account_id, l.number, l.kind, l.remaining, l.last_seq, l.expires_at,
               nextval('transaction_number') as transaction_number
        from (select * from lot
              where account_id = any (p_accounts) and remaining > 0 and expires_at <= p_now
              order by account_id, expires_at, number) l
    ), running as (
        select due.*, w.paid + w.free - sum(due.remaining) over (partition by due.account_id order by due.expires_at, due.number) as connects_after
        from due join wallet w on w.account_id = due.account_id and w.asset = 'CONNECTS'
    ), emptied as (
        update lot set remaining = 0, last_seq = lot.last_seq + 1
        from due where lot.account_id = due.account_id and lot.number = due.number
    ), lowered as (
        update wallet set paid = paid - s.from_paid, free = free - s.from_free
        from (select account_id, coalesce(sum(remaining) filter (where kind = 'PAID'), 0) as from_paid,
                     coalesce(sum(remaining) filter (where kind = 'FREE'), 0) as from_free
              from due group by account_id) s
        where wallet.account_id = s.account_id and wallet.asset = 'CONNECTS'
    ), written as (
        -- EXP-01: Connects end at the instant their lot ends, whenever the sweep comes by.
        insert into ledger_transaction (account_id, number, kind, reference, description, lot_number, connects, connects_after, effective_at)
        select account_id, transaction_number, 'EXPIRY', 'lot:' || number, 'Connects expired', number, -remaining, connects_after, expires_at
        from running
    ), entries as (
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select account_id, transaction_number, 1, 'CONNECTS', number, null, -remaining, last_seq + 1, remaining, 0 from due
        union all
        select account_id, transaction_number, 2, 'CONNECTS', null, 'EXPIRED', remaining, null, null, null from due
    )
    select count(*) into v_lots from due;
    return v_lots;
end $$;

-- One chunk of the sweep: wallets in id order, those that somebody else holds are left for the next chunk.
create function marketplace.sweep_expired_lots(p_now timestamptz, p_wallets integer)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_accounts bigint[];
begin
    select array_agg(account_id) into v_accounts from (
        select w.account_id from wallet w
        where w.asset = 'CONNECTS'
          and w.account_id in (select account_id from (
                select account_id, expires_at from lot where remaining > 0 and expires_at <= p_now order by expires_at, account_id limit p_wallets * 4) due)
        order by w.account_id limit p_wallets for update skip locked) locked;
    if v_accounts is null then
        return 0;
    end if;
    -- A second statement: it sees what the wallets' last holders committed.
    return expire_due_lots(v_accounts, p_now);
end $$;

grant execute on function marketplace.sweep_expired_lots to marketplace_app;
