-- Buying a bundle: the purchase is written down before the gateway is asked, so that what a gateway takes always has a purchase that says
-- what for and how much; then the gateway's answer completes or declines it, whatever the account's state is by then.

create type marketplace.purchase_result as (outcome text, purchase_number bigint, state text, charge_reference text, price_cents bigint, available bigint);

-- The lot and the money of one purchase, in one statement. The wallets are locked by the caller.
create function marketplace.complete_purchase(p_account bigint, p_purchase bigint, p_now timestamptz, p_expires_at timestamptz)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_purchase purchase;
    v_connects wallet;
    v_cash wallet;
    v_from_earnings bigint;
    v_lot bigint := nextval('lot_number');
    v_transaction bigint := nextval('transaction_number');
begin
    select * into strict v_purchase from purchase where account_id = p_account and number = p_purchase;
    select * into strict v_connects from wallet where account_id = p_account and asset = 'CONNECTS';
    select * into strict v_cash from wallet where account_id = p_account and asset = 'USD';
    v_from_earnings := case when v_purchase.method = 'EARNINGS' then v_purchase.price_cents else 0 end;

    with issued as (
        insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, cost_cents, period_key)
        values (p_account, v_lot, 'PAID', 'PURCHASE', v_purchase.connects, v_purchase.connects, p_now, p_expires_at, v_purchase.price_cents, 'purchase:' || p_purchase)
    ), raised as (
        update wallet set paid = paid + v_purchase.connects where account_id = p_account and asset = 'CONNECTS'
    ), paid as (
        update wallet set paid = paid - v_from_earnings, last_seq = last_seq + 1
        where account_id = p_account and asset = 'USD' and v_from_earnings > 0
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, cash, cash_after, effective_at)
        values (p_account, v_transaction, 'PURCHASE', 'purchase:' || p_purchase, 'Purchase of ' || v_purchase.connects || ' Connects',
                v_purchase.connects, v_connects.paid + v_connects.free + v_purchase.connects,
                -v_from_earnings, case when v_from_earnings > 0 then v_cash.paid - v_from_earnings end, p_now)
    ), entries as (
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        values (p_account, v_transaction, 1, 'CONNECTS', v_lot, null, v_purchase.connects, 1, 0, v_purchase.connects),
               (p_account, v_transaction, 2, 'CONNECTS', null, 'ISSUED', -v_purchase.connects, null, null, null),
               (p_account, v_transaction, 3, 'USD', case when v_from_earnings > 0 then 0 end, case when v_from_earnings = 0 then 'CARD_CLEARING' end,
                -v_purchase.price_cents, case when v_from_earnings > 0 then v_cash.last_seq + 1 end,
                case when v_from_earnings > 0 then v_cash.paid end, case when v_from_earnings > 0 then v_cash.paid - v_from_earnings end),
               (p_account, v_transaction, 4, 'USD', null, 'CONNECTS_REVENUE', v_purchase.price_cents, null, null, null)
    )
    update purchase set state = 'COMPLETED', lot_number = v_lot, transaction_number = v_transaction
    where account_id = p_account and number = p_purchase;
    return v_lot;
end $$;

-- Earnings pay at once; a card's purchase waits for its gateway.
create function marketplace.record_purchase(
    p_account bigint, p_connects integer, p_price_cents bigint, p_method text, p_key text, p_hash bytea, p_now timestamptz, p_expires_at timestamptz)
returns marketplace.purchase_result
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    r purchase_result;
    v_known idempotency;
begin
    perform 1 from wallet where account_id = p_account order by asset for update;
    select * into v_known from idempotency i where i.account_id = p_account and i.operation = 'buyConnects' and i.key = p_key;
    if found then
        r.outcome := case when v_known.input_hash = p_hash then 'REPEATED' else 'IDEMPOTENCY_CONFLICT' end;
        r.purchase_number := v_known.result;
        select p.state, p.charge_reference, p.price_cents into r.state, r.charge_reference, r.price_cents from purchase p where p.account_id = p_account and p.number = v_known.result;
        return r;
    end if;
    if p_method = 'EARNINGS' then
        select w.paid into r.available from wallet w where w.account_id = p_account and w.asset = 'USD';
        if r.available < p_price_cents then
            r.outcome := 'INSUFFICIENT_FUNDS';
            return r;
        end if;
    end if;
    r.purchase_number := nextval('purchase_number');
    r.charge_reference := 'connects/' || p_account || '/' || r.purchase_number;
    r.price_cents := p_price_cents;
    r.state := 'PENDING';
    insert into purchase (account_id, number, state, connects, price_cents, method, charge_reference, purchased_at)
    values (p_account, r.purchase_number, 'PENDING', p_connects, p_price_cents, p_method, r.charge_reference, p_now);
    insert into idempotency (account_id, operation, key, input_hash, result) values (p_account, 'buyConnects', p_key, p_hash, r.purchase_number);
    if p_method = 'EARNINGS' then
        perform complete_purchase(p_account, r.purchase_number, p_now, p_expires_at);
        r.state := 'COMPLETED';
    end if;
    r.outcome := 'RECORDED';
    return r;
end $$;

-- The gateway's answer, at once or late. The same answer twice changes nothing; an answer that contradicts the first is refused.
create function marketplace.settle_purchase(p_charge_reference text, p_settled boolean, p_now timestamptz, p_expires_at timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_purchase purchase;
    v_wanted text := case when p_settled then 'COMPLETED' else 'DECLINED' end;
begin
    select * into v_purchase from purchase where charge_reference = p_charge_reference;
    if not found then
        return 'NOT_FOUND';
    end if;
    perform 1 from wallet where account_id = v_purchase.account_id order by asset for update;
    select * into strict v_purchase from purchase where charge_reference = p_charge_reference;
    if v_purchase.state <> 'PENDING' then
        return case when v_purchase.state = v_wanted then 'REPEATED' else 'CONTRADICTED' end;
    end if;
    if p_settled then
        perform complete_purchase(v_purchase.account_id, v_purchase.number, p_now, p_expires_at);
    else
        update purchase set state = 'DECLINED' where account_id = v_purchase.account_id and number = v_purchase.number;
        -- A refusal is not remembered: the key may be used again with another card.
        delete from idempotency where account_id = v_purchase.account_id and operation = 'buyConnects' and result = v_purchase.number;
    end if;
    return 'SETTLED';
end $$;

grant execute on function marketplace.record_purchase, marketplace.settle_purchase to marketplace_app;
