-- changePlan: an upgrade at once, with its share of the fee and of the paid Connects; a downgrade that waits for the end of the cycle; staying.

-- The accounts and wallets are locked by the caller.
create function marketplace.apply_upgrade(
    p_account bigint, p_plan text, p_connects integer, p_cost_cents bigint, p_method text, p_token text, p_now timestamptz, p_expires_at timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_date text;
begin
    update membership set plan = p_plan, next_plan = null, fee_method = p_method, fee_token = p_token where account_id = p_account
    returning to_char(cycle_start at time zone 'UTC', 'YYYY-MM-DD') into v_date;
    if p_connects > 0 then
        perform grant_connects(array[row(p_account, 'PLAN_UPGRADE', 'PAID', p_connects, p_cost_cents, 'cycle:' || v_date, 'GRANT', 'upgrade:' || v_date,
                                         'Upgrade to ' || plan_name(p_plan), null, null, null, p_now, p_expires_at)::connects_grant]);
    end if;
    perform notify_accounts(array[row(p_account, case when p_connects > 0 then 'CONNECTS_AWARDED' else 'GENERAL' end, 'Your plan is ' || plan_name(p_plan) || ' now',
                                      case when p_connects > 0 then p_connects || ' Connects for the rest of this month can be used now.' else 'It holds from now on.' end,
                                      'upgrade:' || v_date, 'plan-changed', jsonb_build_object('plan', p_plan, 'connects', p_connects))::notice], p_now);
end $$;

-- Answers CHANGED; CHARGE with the charge that the gateway is to be asked for; REPEATED with the first charge of this key, if there was one;
-- STALE where the membership is no longer what the caller saw.
create function marketplace.begin_plan_change(
    p_account bigint, p_change text, p_plan text, p_seen_plan text, p_seen_cycle integer, p_fee_cents bigint, p_connects integer, p_cost_cents bigint,
    p_method text, p_token text, p_key text, p_hash bytea, p_now timestamptz, p_expires_at timestamptz)
returns table (outcome text, status text, charge_number bigint, available bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_status text;
    v_known idempotency;
    v_member membership;
    v_charge bigint;
    v_cash bigint;
begin
    select a.status into strict v_status from account a where a.id = p_account for share;
    perform 1 from wallet w where w.account_id = p_account order by w.asset for update;
    select * into v_known from idempotency i where i.account_id = p_account and i.operation = 'changePlan' and i.key = p_key;
    if found then
        return query select case when v_known.input_hash = p_hash then 'REPEATED' else 'IDEMPOTENCY_CONFLICT' end, v_status, nullif(v_known.result, 0), null::bigint;
        return;
    end if;
    if v_status <> 'ACTIVE' then
        return query select 'NOT_ACTIVE', v_status, null::bigint, null::bigint;
        return;
    end if;

    select * into strict v_member from membership m where m.account_id = p_account for update;
    if v_member.plan <> p_seen_plan or v_member.cycle <> p_seen_cycle
        or (p_change = 'UPGRADE' and v_member.cycle_end <= p_now)
        or exists (select 1 from plan_charge c where c.account_id = p_account and c.state = 'PENDING') then
        return query select 'STALE', v_status, null::bigint, null::bigint;
        return;
    end if;

    if p_change = 'STAY' then
        if v_member.next_plan is null and v_member.fee_failures = 0 then
            return query select 'NOTHING_TO_CHANGE', v_status, null::bigint, null::bigint;
            return;
        end if;
        -- An overdue fee is tried again with the payment that is named now.
        update membership m
        set next_plan = null,
            fee_method = case when m.fee_failures > 0 then p_method else m.fee_method end,
            fee_token = case when m.fee_failures > 0 then p_token else m.fee_token end,
            fee_next_attempt = case when m.fee_failures > 0 then p_now end
        where m.account_id = p_account;
    elsif p_change = 'DOWNGRADE' then
        if v_member.next_plan = p_plan then
            return query select 'NOTHING_TO_CHANGE', v_status, null::bigint, null::bigint;
            return;
        end if;
        update membership m set next_plan = p_plan where m.account_id = p_account;
    elsif p_method = 'EARNINGS' or p_fee_cents = 0 then
        if p_fee_cents > 0 then
            select w.paid into v_cash from wallet w where w.account_id = p_account and w.asset = 'USD';
            if v_cash < p_fee_cents then
                return query select 'INSUFFICIENT_FUNDS', v_status, null::bigint, v_cash;
                return;
            end if;
            perform post_cash(p_account, 'PLAN_FEE', -p_fee_cents, 'PLAN_REVENUE', 'upgrade:' || to_char(v_member.cycle_start at time zone 'UTC', 'YYYY-MM-DD'),
                              'Upgrade to ' || plan_name(p_plan), null, p_now);
        end if;
        perform apply_upgrade(p_account, p_plan, p_connects, p_cost_cents, p_method, p_token, p_now, p_expires_at);
    else
        v_charge := nextval('plan_charge_number');
        insert into plan_charge (account_id, number, purpose, plan, cycle, price_cents, connects, cost_cents, method, token, reference, asked_at)
        values (p_account, v_charge, 'UPGRADE', p_plan, v_member.cycle, p_fee_cents, p_connects, p_cost_cents, p_method, p_token, 'upgrade/' || p_account || '/' || v_charge, p_now);
    end if;
    insert into idempotency (account_id, operation, key, input_hash, result) values (p_account, 'changePlan', p_key, p_hash, coalesce(v_charge, 0));
    return query select case when v_charge is null then 'CHANGED' else 'CHARGE' end, v_status, v_charge, null::bigint;
end $$;

-- The gateway's answer about an upgrade, counted once. What was taken is written down whatever the account's state is by then.
create function marketplace.settle_upgrade(p_account bigint, p_charge bigint, p_settled boolean, p_now timestamptz, p_expires_at timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_status text;
    v_charge plan_charge;
begin
    select a.status into strict v_status from account a where a.id = p_account for share;
    perform 1 from wallet w where w.account_id = p_account order by w.asset for update;
    perform 1 from membership m where m.account_id = p_account for update;
    select * into strict v_charge from plan_charge c where c.account_id = p_account and c.number = p_charge and c.purpose = 'UPGRADE' for update;
    if v_charge.state <> 'PENDING' then
        return case when (v_charge.state = 'SETTLED') = p_settled then 'REPEATED' else 'CONTRADICTED' end;
    end if;

    update plan_charge c set state = case when p_settled then 'SETTLED' else 'DECLINED' end where c.account_id = p_account and c.number = p_charge;
    if not p_settled then
        -- A refusal is not remembered: the key may be used again with another card.
        delete from idempotency i where i.account_id = p_account and i.operation = 'changePlan' and i.result = p_charge;
        return 'SETTLED';
    end if;
    perform post_card_fee(p_account, 'PLAN_FEE', v_charge.price_cents, 'PLAN_REVENUE', 'upgrade/' || p_charge, 'Upgrade to ' || plan_name(v_charge.plan), null, p_now);
    if v_status in ('ACTIVE', 'SUSPENDED') then
        perform apply_upgrade(p_account, v_charge.plan, v_charge.connects, v_charge.cost_cents, v_charge.method, v_charge.token, p_now, p_expires_at);
    end if;
    return 'SETTLED';
end $$;

grant execute on function marketplace.begin_plan_change, marketplace.settle_upgrade to marketplace_app;
