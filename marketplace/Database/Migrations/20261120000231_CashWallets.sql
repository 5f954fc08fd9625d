-- Earned cash: the reserve that stays for Connects, and the withdrawal that leaves it.

alter table marketplace.wallet
    add column reserve bigint not null default 0,
    add constraint wallet_reserve_is_of_cash check (reserve >= 0 and (asset = 'USD' or reserve = 0));
create index ledger_transaction_cash on marketplace.ledger_transaction (account_id, number desc) where cash_after is not null;

-- PAY-04. Answers SET, NOT_FOUND, FORBIDDEN, NOT_ACTIVE.
create function marketplace.set_earnings_reserve(p_subject text, p_account bigint, p_cents bigint, out outcome text, out status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    select a.status into status from account a where a.id = p_account for share;
    if not found then
        outcome := 'NOT_FOUND';
    elsif not may_act_for(p_subject, p_account) then
        outcome := 'FORBIDDEN';
    elsif status <> 'ACTIVE' then
        outcome := 'NOT_ACTIVE';
    else
        update wallet w set reserve = p_cents where w.account_id = p_account and w.asset = 'USD';
        outcome := 'SET';
    end if;
end $$;

-- What was earned leaves for the owner's bank. A closed or banned account's cash stays payable, to the last cent: nothing can be bought from a
-- reserve any more. Answers WITHDRAWN, REPEATED, NOT_FOUND, FORBIDDEN, NOT_ACTIVE, INSUFFICIENT_FUNDS, IDEMPOTENCY_CONFLICT.
create function marketplace.withdraw_earnings(
    p_subject text, p_account bigint, p_cents bigint, p_key text, p_hash bytea, p_now timestamptz, out outcome text, out status text, out available bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_known idempotency;
    v_wallet wallet;
begin
    select a.status into status from account a where a.id = p_account for share;
    if not found then
        outcome := 'NOT_FOUND';
        return;
    end if;
    if not may_act_for(p_subject, p_account) then
        outcome := 'FORBIDDEN';
        return;
    end if;
    select * into strict v_wallet from wallet w where w.account_id = p_account and w.asset = 'USD' for update;
    select * into v_known from idempotency i where i.account_id = p_account and i.operation = 'withdrawEarnings' and i.key = p_key;
    if found then
        outcome := case when v_known.input_hash = p_hash then 'REPEATED' else 'IDEMPOTENCY_CONFLICT' end;
        return;
    end if;
    if status = 'SUSPENDED' then
        outcome := 'NOT_ACTIVE';
        return;
    end if;
    available := case when status = 'ACTIVE' then greatest(0, v_wallet.paid - v_wallet.reserve) else v_wallet.paid end;
    if available < p_cents then
        outcome := 'INSUFFICIENT_FUNDS';
        return;
    end if;
    insert into idempotency (account_id, operation, key, input_hash, result)
    values (p_account, 'withdrawEarnings', p_key, p_hash, post_cash(p_account, 'WITHDRAWAL', -p_cents, 'PAYOUTS', 'withdrawal:' || p_key, 'Withdrawal of earnings', null, p_now));
    outcome := 'WITHDRAWN';
end $$;

grant execute on function marketplace.set_earnings_reserve, marketplace.withdraw_earnings to marketplace_app;
