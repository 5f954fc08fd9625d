-- GRT-10: Connects that support gives with a reason, so many per talent in so many days. The wallet's lock lets two that come at once see each other.

-- Answers GRANTED, REPEATED, NOT_FOUND, NOT_ACTIVE, CAP (with what was given since p_since), IDEMPOTENCY_CONFLICT.
create function marketplace.grant_courtesy(
    p_account bigint, p_connects integer, p_reason text, p_actor text, p_cap integer, p_since timestamptz, p_key text, p_hash bytea,
    p_now timestamptz, p_expires_at timestamptz, out outcome text, out status text, out lot_number bigint, out given integer)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_known idempotency;
    v_name text := 'courtesy:' || p_key;
begin
    select a.status into status from account a where a.id = p_account and a.kind <> 'CLIENT' for share;
    if not found then
        outcome := 'NOT_FOUND';
        return;
    end if;
    perform 1 from wallet w where w.account_id = p_account and w.asset = 'CONNECTS' for update;
    select * into v_known from idempotency i where i.account_id = p_account and i.operation = 'grantCourtesyConnects' and i.key = p_key;
    if found then
        outcome := case when v_known.input_hash = p_hash then 'REPEATED' else 'IDEMPOTENCY_CONFLICT' end;
        lot_number := v_known.result;
        return;
    end if;
    if status <> 'ACTIVE' then
        outcome := 'NOT_ACTIVE';
        return;
    end if;
    select coalesce(sum(l.amount), 0) into given from lot l where l.account_id = p_account and l.origin = 'COURTESY' and l.issued_at > p_since;
    if given + p_connects > p_cap then
        outcome := 'CAP';
        return;
    end if;

    perform grant_connects(array[row(p_account, 'COURTESY', 'FREE', p_connects, 0, v_name, 'COURTESY', v_name, 'Courtesy Connects',
                                     null, null, null, p_now, p_expires_at)::connects_grant]);
    select l.number into strict lot_number from lot l where l.account_id = p_account and l.origin = 'COURTESY' and l.kind = 'FREE' and l.period_key = v_name;
    insert into idempotency (account_id, operation, key, input_hash, result) values (p_account, 'grantCourtesyConnects', p_key, p_hash, lot_number);
    insert into experiments.audit_entry (at, actor, action, subject, after, reason)
    values (p_now, p_actor, 'grantCourtesyConnects', 'account:' || p_account, jsonb_build_object('connects', p_connects, 'lot', lot_number), p_reason);
    perform notify_accounts(array[row(p_account, 'CONNECTS_AWARDED', p_connects || ' courtesy Connects',
        'Support gave you ' || p_connects || ' Connects. They expire on ' || to_char(p_expires_at at time zone 'UTC', 'FMDD FMMonth YYYY') || '.',
        'lot:' || lot_number, 'connects-awarded', jsonb_build_object('connects', p_connects))::notice], p_now);
    outcome := 'GRANTED';
end $$;

grant execute on function marketplace.grant_courtesy to marketplace_app;
