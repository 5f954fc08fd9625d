-- A bundle whose payment was taken back: what is left of its lot is taken, the rest is a shortfall that the next purchases fill first.
-- The shortfall is booked like everything else: what the wallet owes stands in the system account SHORTFALL.

alter table marketplace.wallet
    add column shortfall bigint not null default 0,
    add constraint wallet_shortfall_is_of_connects check (shortfall >= 0 and (asset = 'CONNECTS' or shortfall = 0));
alter table marketplace.purchase
    add column charged_back_by bigint,
    add constraint purchase_charged_back_by_a_transaction foreign key (account_id, charged_back_by) references marketplace.ledger_transaction (account_id, number),
    add constraint purchase_charged_back_was_paid check (charged_back_by is null or state = 'COMPLETED');
alter table marketplace.ledger_entry drop constraint ledger_entry_system_account_check, add constraint ledger_entry_system_account_check
    check (system_account in ('ISSUED', 'SPENT', 'EXPIRED', 'FORFEITED', 'REFUNDED', 'CARD_CLEARING', 'EARNINGS', 'REWARDS_EXPENSE', 'REWARDS_PENDING',
                              'PLAN_REVENUE', 'CONNECTS_REVENUE', 'JOB_REVENUE', 'PAYOUTS', 'SHORTFALL'));

-- The lot and the money of one purchase, in one statement; a shortfall takes its part at once. The wallets are locked by the caller.
create or replace function marketplace.complete_purchase(p_account bigint, p_purchase bigint, p_now timestamptz, p_expires_at timestamptz)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_purchase purchase;
    v_connects wallet;
    v_cash wallet;
    v_from_earnings bigint;
    v_filled integer;
    v_kept integer;
    v_lot bigint := nextval('lot_number');
    v_transaction bigint := nextval('transaction_number');
begin
    select * into strict v_purchase from purchase where account_id = p_account and number = p_purchase;
    select * into strict v_connects from wallet where account_id = p_account and asset = 'CONNECTS';
    select * into strict v_cash from wallet where account_id = p_account and asset = 'USD';
    v_from_earnings := case when v_purchase.method = 'EARNINGS' then v_purchase.price_cents else 0 end;
    v_filled := least(v_connects.shortfall, v_purchase.connects);
    v_kept := v_purchase.connects - v_filled;

    with issued as (
        insert into lot (account_id, number, kind, origin, amount, remaining, last_seq, issued_at, expires_at, cost_cents, period_key)
        values (p_account, v_lot, 'PAID', 'PURCHASE', v_purchase.connects, v_kept, case when v_filled > 0 then 2 else 1 end, p_now, p_expires_at,
                v_purchase.price_cents, 'purchase:' || p_purchase)
    ), raised as (
        update wallet set paid = paid + v_kept, shortfall = shortfall - v_filled where account_id = p_account and asset = 'CONNECTS'
    ), paid as (
        update wallet set paid = paid - v_from_earnings, last_seq = last_seq + 1
        where account_id = p_account and asset = 'USD' and v_from_earnings > 0
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, cash, cash_after, effective_at)
        values (p_account, v_transaction, 'PURCHASE', 'purchase:' || p_purchase,
                'Purchase of ' || v_purchase.connects || ' Connects' || case when v_filled > 0 then ', ' || v_filled || ' of them for a payment that was taken back' else '' end,
                v_kept, v_connects.paid + v_connects.free + v_kept,
                -v_from_earnings, case when v_from_earnings > 0 then v_cash.paid - v_from_earnings end, p_now)
    ), entries as (
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        values (p_account, v_transaction, 1, 'CONNECTS', v_lot, null, v_purchase.connects, 1, 0, v_purchase.connects),
               (p_account, v_transaction, 2, 'CONNECTS', null, 'ISSUED', -v_purchase.connects, null, null, null),
               (p_account, v_transaction, 3, 'USD', case when v_from_earnings > 0 then 0 end, case when v_from_earnings = 0 then 'CARD_CLEARING' end,
                -v_purchase.price_cents, case when v_from_earnings > 0 then v_cash.last_seq + 1 end,
                case when v_from_earnings > 0 then v_cash.paid end, case when v_from_earnings > 0 then v_cash.paid - v_from_earnings end),
               (p_account, v_transaction, 4, 'USD', null, 'CONNECTS_REVENUE', v_purchase.price_cents, null, null, null)
        union all
        select p_account, v_transaction, 5, 'CONNECTS', v_lot, null, -v_filled, 2, v_purchase.connects, v_kept where v_filled > 0
        union all
        select p_account, v_transaction, 6, 'CONNECTS', null, 'SHORTFALL', v_filled, null, null, null where v_filled > 0
    )
    update purchase set state = 'COMPLETED', lot_number = v_lot, transaction_number = v_transaction
    where account_id = p_account and number = p_purchase;
    return v_lot;
end $$;

-- Answers SETTLED, REPEATED, CONTRADICTED (it never was paid), NOT_FOUND (the gateway took nothing under this reference).
create function marketplace.charge_back_purchase(p_charge_reference text, p_now timestamptz, p_expires_at timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account bigint;
    v_purchase purchase;
    v_lot lot;
    v_wallet wallet;
    v_owed bigint;
    v_transaction bigint;
begin
    select account_id into v_account from purchase where charge_reference = p_charge_reference and method <> 'EARNINGS';
    if not found then
        return 'NOT_FOUND';
    end if;
    perform 1 from wallet where account_id = v_account order by asset for update;
    select * into strict v_purchase from purchase where charge_reference = p_charge_reference;
    if v_purchase.state = 'DECLINED' then
        return 'CONTRADICTED';
    end if;
    if v_purchase.charged_back_by is not null then
        return 'REPEATED';
    end if;
    if v_purchase.state = 'PENDING' then
        -- What is taken back had been paid: only the answer that said so is still under way.
        perform complete_purchase(v_account, v_purchase.number, p_now, p_expires_at);
        select * into strict v_purchase from purchase where charge_reference = p_charge_reference;
    end if;
    perform expire_due_lots(array[v_account], p_now);
    select * into strict v_lot from lot where account_id = v_account and number = v_purchase.lot_number;
    select * into strict v_wallet from wallet where account_id = v_account and asset = 'CONNECTS';
    v_owed := v_lot.amount - v_lot.remaining;
    v_transaction := nextval('transaction_number');

    with emptied as (
        update lot set remaining = 0, last_seq = last_seq + 1 where account_id = v_account and number = v_lot.number and v_lot.remaining > 0
    ), lowered as (
        update wallet set paid = paid - v_lot.remaining, shortfall = shortfall + v_owed where account_id = v_account and asset = 'CONNECTS'
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at)
        values (v_account, v_transaction, 'CHARGEBACK', 'purchase:' || v_purchase.number, 'Payment for ' || v_purchase.connects || ' Connects taken back',
                -v_lot.remaining, v_wallet.paid + v_wallet.free - v_lot.remaining, p_now)
    ), lines (asset, chain, system_account, amount, seq, balance_before, balance_after) as (
        values ('CONNECTS', v_lot.number, null, -v_lot.remaining::bigint, v_lot.last_seq + 1, v_lot.remaining::bigint, 0::bigint),
               ('CONNECTS', null, 'FORFEITED', v_lot.amount, null, null, null),
               ('CONNECTS', null, 'SHORTFALL', -v_owed, null, null, null),
               ('USD', null, 'CARD_CLEARING', v_purchase.price_cents, null, null, null),
               ('USD', null, 'CONNECTS_REVENUE', -v_purchase.price_cents, null, null, null)
    ), entries as (
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select v_account, v_transaction, row_number() over (), asset, chain, system_account, amount, seq, balance_before, balance_after
        from lines where amount <> 0
    )
    update purchase set charged_back_by = v_transaction where account_id = v_account and number = v_purchase.number;

    perform notify_accounts(array[row(v_account, 'GENERAL', 'A payment was taken back',
        'The payment for ' || v_purchase.connects || ' Connects was taken back. ' || v_lot.remaining || ' of them were still in your wallet and were taken'
            || case when v_owed > 0 then '; the ' || v_owed || ' others are filled first by your next purchases.' else '.' end,
        'charged-back:' || v_purchase.number, 'payment-taken-back',
        jsonb_build_object('connects', v_purchase.connects, 'taken', v_lot.remaining, 'shortfall', v_owed))::notice], p_now);
    return 'SETTLED';
end $$;

-- What is forfeited is what was really taken: of a chargeback, what its shortfall has not left open.
create or replace view marketplace.ledger_totals as
    select coalesce(-sum(amount) filter (where system_account = 'ISSUED'), 0)::bigint as issued,
           coalesce(sum(amount) filter (where chain is not null), 0)::bigint as outstanding,
           coalesce(sum(amount) filter (where system_account = 'SPENT'), 0)::bigint as spent,
           coalesce(sum(amount) filter (where system_account = 'EXPIRED'), 0)::bigint as expired,
           coalesce(sum(amount) filter (where system_account in ('FORFEITED', 'SHORTFALL')), 0)::bigint as forfeited
    from marketplace.ledger_entry where asset = 'CONNECTS';

-- A payment that was taken back is no income.
create or replace view marketplace.fact_purchases_cents as
    select p.account_id, null::bigint as job_id, null::text as category, p.purchased_at as at, p.price_cents as value
    from marketplace.purchase p
    where p.state = 'COMPLETED' and p.charged_back_by is null;

create function marketplace.shortfall_discrepancies()
returns setof text
language sql stable set search_path = marketplace, pg_temp as $$
    select 'Connects wallet ' || w.account_id || ' is ' || w.shortfall || ' Connects short, its entries say ' || coalesce(e.owed, 0)
    from wallet w left join (select account_id, -sum(amount) as owed from ledger_entry where system_account = 'SHORTFALL' group by account_id) e on e.account_id = w.account_id
    where w.asset = 'CONNECTS' and w.shortfall <> coalesce(e.owed, 0)
    union all
    select 'purchase ' || p.account_id || '-' || p.number || ' of ' || p.connects || ' Connects made lot ' || coalesce(l.number::text, 'none') || ' of ' || coalesce(l.amount, 0)
    from purchase p left join lot l on l.account_id = p.account_id and l.number = p.lot_number
    where p.state = 'COMPLETED' and l.amount is distinct from p.connects
$$;

grant execute on function marketplace.shortfall_discrepancies to marketplace_app;
