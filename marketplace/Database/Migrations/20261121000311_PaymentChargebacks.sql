-- A gateway's word about what a client paid on a contract: refunds and chargebacks reverse the talent's earning and the platform's fee.

-- What the platform kept of a payment, and how much of a gateway's event went back.
alter table marketplace.payment
    add column fee_cents bigint not null default 0,
    add constraint payment_fee_is_a_part check (fee_cents >= 0 and fee_cents < amount_cents);
update marketplace.payment p set fee_cents = e.amount
from marketplace.ledger_transaction t
join marketplace.ledger_entry e on e.account_id = t.account_id and e.transaction_number = t.number and e.system_account = 'JOB_REVENUE'
where t.account_id = p.account_id and t.kind = 'EARNING' and t.reference = 'payment:' || p.number;
alter table marketplace.gateway_event add column amount_cents bigint check (amount_cents > 0);

create or replace function marketplace.record_payment(
    p_account bigint, p_contract bigint, p_cents bigint, p_fee_cents bigint, p_charge_reference text, p_key text, p_now timestamptz)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_contract contract;
    v_title text;
    v_payment bigint;
begin
    select * into strict v_contract from contract where account_id = p_account and number = p_contract for update;
    perform 1 from wallet w where w.account_id = p_account and w.asset = 'USD' for update;
    select p.number into v_payment from payment p where p.charge_reference = p_charge_reference;
    if found then
        return v_payment;
    end if;
    select j.title into strict v_title from job j where j.id = v_contract.job_id;
    v_payment := nextval('payment_number');
    insert into payment (account_id, number, contract_number, client_id, amount_cents, fee_cents, charge_reference, paid_at)
    values (p_account, v_payment, p_contract, v_contract.client_id, p_cents, p_fee_cents, p_charge_reference, p_now);
    perform earn(p_account, p_cents, p_fee_cents, 'payment:' || v_payment, v_title, v_contract.job_id, p_now);
    insert into idempotency (account_id, operation, key, input_hash, result) values (v_contract.client_id, 'payContract', p_key, '', v_payment)
    on conflict (account_id, operation, key) do update set result = excluded.result;
    return v_payment;
end $$;

-- Takes so much of a payment back: its share of the fee from the platform, the rest from the talent's cash down to zero; what is still missing is
-- a debt that later earnings pay. The caller has locked the wallet and the payment, and has made sure that as much is left.
create function marketplace.reverse_payment(p_account bigint, p_number bigint, p_cents bigint, p_description text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_payment payment;
    v_wallet wallet;
    v_fee bigint;
    v_taken bigint;
    v_transaction bigint := nextval('transaction_number');
begin
    select * into strict v_payment from payment p where p.account_id = p_account and p.number = p_number;
    select * into strict v_wallet from wallet w where w.account_id = p_account and w.asset = 'USD';
    -- The fee goes back in the same proportion, rounded over all refunds together: the last cent of the payment takes the last cent of the fee.
    v_fee := v_payment.fee_cents * (v_payment.refunded_cents + p_cents) / v_payment.amount_cents - v_payment.fee_cents * v_payment.refunded_cents / v_payment.amount_cents;
    v_taken := least(v_wallet.paid, p_cents - v_fee);
    update payment p set refunded_cents = p.refunded_cents + p_cents where p.account_id = p_account and p.number = p_number;

    if v_taken + v_fee > 0 then
        with moved as (
            update wallet set paid = paid - v_taken, last_seq = last_seq + 1 where account_id = p_account and asset = 'USD' and v_taken > 0
        ), written as (
            insert into ledger_transaction (account_id, number, kind, reference, description, job_id, cash, cash_after, effective_at)
            select p_account, v_transaction, 'REVERSAL', 'payment:' || p_number, p_description, c.job_id, -v_taken, case when v_taken > 0 then v_wallet.paid - v_taken end, p_now
            from contract c where c.account_id = p_account and c.number = v_payment.contract_number
        )
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select p_account, v_transaction, row_number() over (), 'USD', e.chain, e.system_account, e.amount, e.seq, e.before, e.after
        from (values (0::bigint, null::text, -v_taken, v_wallet.last_seq + 1, v_wallet.paid, v_wallet.paid - v_taken),
                     (null, 'CARD_CLEARING', v_taken + v_fee, null, null, null),
                     (null, 'JOB_REVENUE', -v_fee, null, null, null)) e (chain, system_account, amount, seq, before, after)
        where e.amount <> 0;
    end if;
    if v_taken < p_cents - v_fee then
        insert into cash_debt (account_id, cents) values (p_account, p_cents - v_fee - v_taken)
        on conflict (account_id) do update set cents = cash_debt.cents + excluded.cents;
    end if;
end $$;

create or replace function marketplace.refund_payment(p_account bigint, p_number bigint, p_cents bigint, p_actor text, p_reason text, p_key text, p_hash bytea, p_now timestamptz)
returns table (outcome text, left_cents bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_payment payment;
    v_known idempotency;
    v_cents bigint;
begin
    perform 1 from wallet w where w.account_id = p_account and w.asset = 'USD' for update;
    select * into v_payment from payment p where p.account_id = p_account and p.number = p_number for update;
    if not found then
        return query select 'NOT_FOUND', null::bigint;
        return;
    end if;
    select * into v_known from idempotency i where i.account_id = p_account and i.operation = 'refundPayment' and i.key = p_key;
    if found then
        return query select case when v_known.input_hash = p_hash then 'REPEATED' else 'IDEMPOTENCY_CONFLICT' end, null::bigint;
        return;
    end if;
    if v_payment.refunded_cents = v_payment.amount_cents then
        return query select 'REFUNDED_ALREADY', 0::bigint;
        return;
    end if;
    v_cents := coalesce(p_cents, v_payment.amount_cents - v_payment.refunded_cents);
    if v_cents > v_payment.amount_cents - v_payment.refunded_cents then
        return query select 'TOO_MUCH', v_payment.amount_cents - v_payment.refunded_cents;
        return;
    end if;
    perform reverse_payment(p_account, p_number, v_cents, 'Refund: ' || p_reason, p_now);
    insert into idempotency (account_id, operation, key, input_hash, result) values (p_account, 'refundPayment', p_key, p_hash, p_number);
    insert into experiments.audit_entry (at, actor, action, subject, after, reason)
    values (p_now, p_actor, 'refundPayment', 'payment:' || p_account || '-' || p_number, jsonb_build_object('cents', v_cents), p_reason);
    return query select 'REFUNDED', v_cents;
end $$;

-- What a gateway tells about a payment on a contract. A part may go back; without an amount it is all that is left.
-- Answers SETTLED, REPEATED (nothing is left, or it was known), CONTRADICTED, NOT_FOUND.
create function marketplace.hear_of_payment(p_charge_reference text, p_kind text, p_cents bigint, p_now timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account bigint;
    v_payment payment;
    v_cents bigint;
    v_title text;
begin
    select p.account_id into v_account from payment p where p.charge_reference = p_charge_reference;
    if not found then
        return 'NOT_FOUND';
    end if;
    -- Only what was taken is written down as a payment.
    if p_kind = 'payment.settled' then
        return 'REPEATED';
    elsif p_kind = 'payment.declined' then
        return 'CONTRADICTED';
    end if;
    perform 1 from wallet w where w.account_id = v_account and w.asset = 'USD' for update;
    select * into strict v_payment from payment p where p.charge_reference = p_charge_reference for update;
    v_cents := coalesce(p_cents, v_payment.amount_cents - v_payment.refunded_cents);
    if v_payment.refunded_cents = v_payment.amount_cents then
        return 'REPEATED';
    elsif v_cents > v_payment.amount_cents - v_payment.refunded_cents then
        return 'CONTRADICTED';
    end if;
    perform reverse_payment(v_account, v_payment.number, v_cents, case p_kind when 'payment.refunded' then 'Refund by the payment provider' else 'Payment taken back' end, p_now);
    select j.title into strict v_title from contract c join job j on j.id = c.job_id where c.account_id = v_account and c.number = v_payment.contract_number;
    perform notify_accounts(array[row(v_account, 'GENERAL', 'A payment was taken back',
        'Of the payment for "' || v_title || '", $' || to_char(v_cents / 100.0, 'FM999999990.00') || ' went back to the client. What your balance does not hold is taken out of later earnings.',
        null, 'payment-taken-back', jsonb_build_object('cents', v_cents, 'job', v_title))::notice], p_now);
    return 'SETTLED';
end $$;

-- Two deliveries of one event at once: the second waits for the first and then finds its id taken. An event about nothing that is known is
-- forgotten, so that its next delivery counts. Answers SETTLED, REPEATED, CONTRADICTED, NOT_FOUND, and whose wallet it was.
create function marketplace.receive_gateway_event(
    p_id text, p_kind text, p_reference text, p_cents bigint, p_received_at timestamptz, p_now timestamptz, p_expires_at timestamptz, out outcome text, out account bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_price bigint;
begin
    insert into gateway_event (id, kind, reference, amount_cents, received_at) values (p_id, p_kind, p_reference, p_cents, p_received_at) on conflict (id) do nothing;
    if not found then
        outcome := 'REPEATED';
        return;
    end if;
    select p.account_id, p.price_cents into account, v_price from purchase p where p.charge_reference = p_reference;
    if found then
        outcome := case
            when p_kind = 'payment.settled' then settle_purchase(p_reference, true, p_now, p_expires_at)
            when p_kind = 'payment.declined' then settle_purchase(p_reference, false, p_now, p_expires_at)
            -- A bundle is taken back whole or not at all.
            when p_cents <> v_price then 'CONTRADICTED'
            else charge_back_purchase(p_reference, p_now, p_expires_at) end;
    else
        select p.account_id into account from payment p where p.charge_reference = p_reference;
        outcome := hear_of_payment(p_reference, p_kind, p_cents, p_now);
    end if;
    if outcome = 'NOT_FOUND' then
        delete from gateway_event e where e.id = p_id;
    else
        update gateway_event e set outcome = receive_gateway_event.outcome where e.id = p_id;
    end if;
end $$;

-- Nodes of the version before still call it while an installation is updated one node after another.
create or replace function marketplace.receive_gateway_event(
    p_id text, p_kind text, p_reference text, p_received_at timestamptz, p_now timestamptz, p_expires_at timestamptz, out outcome text, out account bigint)
language sql security definer set search_path = marketplace, pg_temp as $$
    select r.outcome, r.account from receive_gateway_event(p_id, p_kind, p_reference, null::bigint, p_received_at, p_now, p_expires_at) r
$$;

grant execute on function marketplace.receive_gateway_event(text, text, text, bigint, timestamptz, timestamptz, timestamptz) to marketplace_app;
