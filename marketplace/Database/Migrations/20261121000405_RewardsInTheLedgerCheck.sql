-- The self-check also holds rewards against the books: what is promised, and what reversals could not take.

alter function marketplace.ledger_discrepancies_of(bigint, bigint) rename to wallet_discrepancies_of;

create function marketplace.reward_discrepancies_of(p_after bigint, p_last bigint)
returns setof text
language sql stable set search_path = marketplace, pg_temp as $$
    with reward as materialized (
        select payee_id as account_id, coalesce(sum(amount) filter (where state = 'PENDING'), 0) as held, sum(shortfall) as missing
        from referral_reward where payee_id > p_after and payee_id <= p_last and asset = 'USD' group by payee_id
    ), booked as materialized (
        select e.account_id, coalesce(sum(e.amount) filter (where e.system_account = 'REWARDS_PENDING'), 0) as held,
               coalesce(sum(e.amount) filter (where e.system_account = 'REWARDS_EXPENSE' and t.kind = 'REVERSAL' and t.reference like 'referral:%:debt'), 0) as repaid
        from ledger_entry e join ledger_transaction t on t.account_id = e.account_id and t.number = e.transaction_number
        where e.account_id > p_after and e.account_id <= p_last and e.system_account in ('REWARDS_PENDING', 'REWARDS_EXPENSE') group by e.account_id
    ), debt as materialized (
        select account_id, cents from referral_debt where account_id > p_after and account_id <= p_last
    )
    select 'account ' || account_id || ' has ' || coalesce(r.held, 0) || ' cents of rewards on hold, its entries say ' || coalesce(b.held, 0)
    from reward r full join booked b using (account_id)
    where coalesce(r.held, 0) <> coalesce(b.held, 0)
    union all
    select 'account ' || account_id || ' owes ' || coalesce(d.cents, 0) || ' cents of rewards, of ' || coalesce(r.missing, 0) || ' its entries repaid ' || coalesce(b.repaid, 0)
    from reward r full join booked b using (account_id) full join debt d using (account_id)
    where coalesce(d.cents, 0) <> coalesce(r.missing, 0) - coalesce(b.repaid, 0)
$$;

create function marketplace.ledger_discrepancies_of(p_after bigint, p_last bigint)
returns setof text
language sql stable set search_path = marketplace, pg_temp as $$
    select * from wallet_discrepancies_of(p_after, p_last) union all select * from reward_discrepancies_of(p_after, p_last)
$$;

grant execute on function marketplace.ledger_discrepancies_of, marketplace.reward_discrepancies_of to marketplace_app;
