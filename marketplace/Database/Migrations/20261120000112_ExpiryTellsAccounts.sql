-- The sweep says whose wallets it changed, so that those who watch them can be told.

create function marketplace.sweep_due_lots(p_now timestamptz, p_wallets integer, out lots integer, out accounts bigint[])
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    -- Wallets in id order; those that somebody else holds are left for the next chunk.
    select coalesce(array_agg(account_id), '{}') into accounts from (
        select w.account_id from wallet w
        where w.asset = 'CONNECTS'
          and w.account_id in (select account_id from (
                select account_id, expires_at from lot where remaining > 0 and expires_at <= p_now order by expires_at, account_id limit p_wallets * 4) due)
        order by w.account_id limit p_wallets for update skip locked) locked;
    -- A second statement: it sees what the wallets' last holders committed.
    lots := expire_due_lots(accounts, p_now);
end $$;

-- Nodes of the version before still call it while an installation is updated one node after another.
create or replace function marketplace.sweep_expired_lots(p_now timestamptz, p_wallets integer)
returns integer
language sql security definer set search_path = marketplace, pg_temp as $$
    select lots from sweep_due_lots(p_now, p_wallets)
$$;

grant execute on function marketplace.sweep_due_lots to marketplace_app;
