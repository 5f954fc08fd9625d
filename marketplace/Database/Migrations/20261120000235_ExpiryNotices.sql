-- EXP-05: one notice a lot, some days before it ends; and one line on the bell when it has ended.

-- One chunk: the lots after a place in the order of their end. Returns the place where the next chunk begins, and how many were told.
create function marketplace.notify_expiring_lots(
    p_now timestamptz, p_days integer, p_lots integer, p_after_end timestamptz, p_after_account bigint, p_after_number bigint,
    out seen integer, out told integer, out last_end timestamptz, out last_account bigint, out last_number bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_notices notice[];
begin
    with chunk as materialized (
        select l.account_id, l.number, l.remaining, l.expires_at
        from lot l
        where l.remaining > 0 and l.expires_at > p_now and l.expires_at <= p_now + make_interval(days => p_days)
          and (l.expires_at, l.account_id, l.number) > (p_after_end, p_after_account, p_after_number)
        order by l.expires_at, l.account_id, l.number limit p_lots
    )
    select (select count(*) from chunk), c.expires_at, c.account_id, c.number,
           (select array_agg(row(u.account_id, 'CONNECTS_EXPIRING', u.remaining || ' Connects expire on ' || to_char(u.expires_at at time zone 'UTC', 'FMDD FMMonth YYYY'),
                                 'What is left of them by then is gone: expired Connects cannot be reactivated.', 'lot:' || u.number, 'connects-expiring',
                                 jsonb_build_object('connects', u.remaining, 'expiresAt', u.expires_at))::notice order by u.account_id, u.number)
            from chunk u
            where not exists (select 1 from notification n where n.account_id = u.account_id and n.kind = 'CONNECTS_EXPIRING' and n.once_key = 'lot:' || u.number))
    into seen, last_end, last_account, last_number, v_notices
    from chunk c order by c.expires_at desc, c.account_id desc, c.number desc limit 1;
    seen := coalesce(seen, 0);
    told := case when v_notices is null then 0 else notify_accounts(v_notices, p_now) end;
end $$;

grant execute on function marketplace.notify_expiring_lots to marketplace_app;

-- The accounts' wallets are locked by the caller. Returns how many lots expired.
create or replace function marketplace.expire_due_lots(p_accounts bigint[], p_now timestamptz)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_lots integer;
    v_notices notice[];
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
    select coalesce(sum(lots), 0),
           array_agg(row(account_id, 'CONNECTS_EXPIRED', connects || ' Connects expired', 'They had been in your wallet for their whole life. Newer Connects are not touched.', null, null, null)::notice)
    into v_lots, v_notices
    from (select account_id, count(*) as lots, sum(remaining) as connects from due group by account_id) d;
    -- One line on the bell an account, however many of its lots ended; the history has a line for each.
    if v_notices is not null then
        perform notify_accounts(v_notices, p_now);
    end if;
    return v_lots;
end $$;
