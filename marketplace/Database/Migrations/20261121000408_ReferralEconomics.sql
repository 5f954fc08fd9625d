-- What programs cost and bring, and who leads among those who want to be shown.

-- AFF-07: who asked to stand on the list of those who bring most. Nobody does by himself.
create table marketplace.referral_leaderboard_listing (
    account_id bigint      primary key references marketplace.account,
    since      timestamptz not null
);
grant select on marketplace.referral_leaderboard_listing to marketplace_app;

-- Answers SET, NOT_FOUND, FORBIDDEN, NOT_ACTIVE.
create function marketplace.list_on_leaderboard(p_subject text, p_account bigint, p_listed boolean, p_now timestamptz, out outcome text, out status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    select a.status into status from account a where a.id = p_account for share;
    if not found then
        outcome := 'NOT_FOUND';
    elsif not may_act_for(p_subject, p_account) then
        outcome := 'FORBIDDEN';
    -- Whoever wants to go may, however the account stands.
    elsif p_listed and status <> 'ACTIVE' then
        outcome := 'NOT_ACTIVE';
    elsif p_listed then
        insert into referral_leaderboard_listing (account_id, since) values (p_account, p_now) on conflict do nothing;
        outcome := 'SET';
    else
        delete from referral_leaderboard_listing l where l.account_id = p_account;
        outcome := 'SET';
    end if;
end $$;

create function marketplace.leave_leaderboard() returns trigger
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    delete from referral_leaderboard_listing l where l.account_id = new.id;
    return null;
end $$;
create trigger leaderboard_is_left after update of erased_at on marketplace.account
    for each row when (new.erased_at is not null and old.erased_at is null) execute function marketplace.leave_leaderboard();

-- REF-29: what the sign-ups of a time have cost so far and what the same accounts have paid the platform since. Rewards of both sides are cost.
create function marketplace.referral_economics(p_since timestamptz, p_until timestamptz)
returns table (program text, sign_ups bigint, qualified bigint, rewarded bigint, cash_paid bigint, cash_on_hold bigint, connects_given bigint, revenue bigint)
language sql stable security definer set search_path = marketplace, pg_temp as $$
    with cohort as materialized (
        select r.account_id, r.number, r.referred_id, r.program, r.signed_up_at,
               exists (select 1 from referral_milestone m where m.account_id = r.account_id and m.referral_number = r.number and m.state in ('HELD', 'REWARDED')) as qualified,
               exists (select 1 from referral_milestone m where m.account_id = r.account_id and m.referral_number = r.number and m.state = 'REWARDED') as rewarded
        from referral r where r.signed_up_at >= p_since and r.signed_up_at < p_until and r.state <> 'INELIGIBLE'
    ), reward as (
        select c.program, coalesce(sum(w.amount - w.returned) filter (where w.asset = 'USD' and w.state = 'PAID'), 0)
                   -- What could not be taken back was paid all the same.
                   + coalesce(sum(w.shortfall) filter (where w.asset = 'USD'), 0) as cash_paid,
               coalesce(sum(w.amount) filter (where w.asset = 'USD' and w.state = 'PENDING'), 0) as cash_on_hold,
               coalesce(sum(w.amount) filter (where w.asset = 'CONNECTS' and w.state = 'PAID'), 0) + coalesce(sum(w.shortfall) filter (where w.asset = 'CONNECTS'), 0) as connects_given
        from cohort c join referral_reward w on w.account_id = c.account_id and w.referral_number = c.number group by c.program
    ), paid as (
        select c.program, sum(e.amount) as revenue
        from cohort c
        join ledger_transaction t on t.account_id = c.referred_id and t.effective_at >= c.signed_up_at
        join ledger_entry e on e.account_id = t.account_id and e.transaction_number = t.number and e.system_account in ('PLAN_REVENUE', 'CONNECTS_REVENUE', 'JOB_REVENUE')
        group by c.program
    )
    select c.program, count(*), count(*) filter (where c.qualified), count(*) filter (where c.rewarded),
           coalesce(max(w.cash_paid), 0)::bigint, coalesce(max(w.cash_on_hold), 0)::bigint, coalesce(max(w.connects_given), 0)::bigint, coalesce(max(p.revenue), 0)::bigint
    from cohort c left join reward w on w.program = c.program left join paid p on p.program = c.program
    group by c.program
$$;

-- AFF-08: the same as facts of the account that refers, for experiments on rewards. A referral belongs to the arm that it met, and so do what it costs and brings.
create view marketplace.fact_referral_sign_ups as
    select r.account_id, r.signed_up_at as at, 1::bigint as value,
           case when r.treatment_experiment is null then '[]'::jsonb else
               jsonb_build_array(jsonb_build_object('experimentKey', r.treatment_experiment, 'variant', r.treatment_variant)) end as treatments
    from marketplace.referral r where r.state <> 'INELIGIBLE';

create view marketplace.fact_referrals_qualified as
    select m.account_id, m.qualified_at as at, 1::bigint as value, r.signed_up_at as caused_at,
           case when r.treatment_experiment is null then '[]'::jsonb else
               jsonb_build_array(jsonb_build_object('experimentKey', r.treatment_experiment, 'variant', r.treatment_variant)) end as treatments
    from marketplace.referral_milestone m join marketplace.referral r on r.account_id = m.account_id and r.number = m.referral_number
    where m.state in ('HELD', 'REWARDED');

create view marketplace.fact_referral_cost_cents as
    select m.account_id, m.qualified_at as at, w.amount - w.returned as value, r.signed_up_at as caused_at,
           case when r.treatment_experiment is null then '[]'::jsonb else
               jsonb_build_array(jsonb_build_object('experimentKey', r.treatment_experiment, 'variant', r.treatment_variant)) end as treatments
    from marketplace.referral_reward w
    join marketplace.referral_milestone m on m.account_id = w.account_id and m.referral_number = w.referral_number and m.key = w.key and m.occurrence = w.occurrence
    join marketplace.referral r on r.account_id = m.account_id and r.number = m.referral_number
    where w.asset = 'USD' and w.state in ('PENDING', 'PAID');

create view marketplace.fact_referred_revenue_cents as
    select r.account_id, t.effective_at as at, e.amount as value, r.signed_up_at as caused_at,
           case when r.treatment_experiment is null then '[]'::jsonb else
               jsonb_build_array(jsonb_build_object('experimentKey', r.treatment_experiment, 'variant', r.treatment_variant)) end as treatments
    from marketplace.referral r
    join marketplace.ledger_transaction t on t.account_id = r.referred_id and t.effective_at >= r.signed_up_at
    join marketplace.ledger_entry e on e.account_id = t.account_id and e.transaction_number = t.number and e.system_account in ('PLAN_REVENUE', 'CONNECTS_REVENUE', 'JOB_REVENUE')
    where r.state <> 'INELIGIBLE';

grant select on marketplace.fact_referral_sign_ups, marketplace.fact_referrals_qualified, marketplace.fact_referral_cost_cents, marketplace.fact_referred_revenue_cents to marketplace_app;
grant execute on function marketplace.list_on_leaderboard, marketplace.referral_economics to marketplace_app;
