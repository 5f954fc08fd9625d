-- What happens on a cycle date: the fee, a waiting downgrade, the Connects; one cycle at a time. The terms of all plans come from the policy,
-- and the version in force on the cycle date holds for the whole cycle.

create function marketplace.plan_terms(p_terms jsonb)
returns table (plan text, starts_at timestamptz, ends_at timestamptz, price_cents bigint, paid integer, free integer, one_time integer,
               unit_cents integer, lifetime_years integer, falls_to text)
language sql stable as $$
    select t.plan, t.starts_at, t.ends_at, t.price_cents, t.paid, t.free, t.one_time, t.unit_cents, t.lifetime_years, t.falls_to
    from jsonb_to_recordset(p_terms) as t (plan text, starts_at timestamptz, ends_at timestamptz, price_cents bigint, paid integer, free integer,
                                           one_time integer, unit_cents integer, lifetime_years integer, falls_to text)
$$;

create function marketplace.plan_name(p_plan text)
returns text
language sql immutable as $$
    select initcap(replace(lower(p_plan), '_', ' '))
$$;

-- A member's next cycle and what it costs and brings.
create type marketplace.plan_renewal as (
    account_id bigint, plan text, cycle integer, cycle_date timestamptz, price_cents bigint, paid integer, free integer, one_time integer,
    cost_cents bigint, expires_at timestamptz, falls_to text);

create function marketplace.next_cycles(p_terms jsonb, p_accounts bigint[], p_falling boolean)
returns marketplace.plan_renewal[]
language sql stable set search_path = marketplace, pg_temp as $$
    with terms as materialized (select * from plan_terms(p_terms)), m as (
        select m.*, coalesce(m.next_plan, m.plan) as going_to from membership m where m.account_id = any (p_accounts)
    )
    select coalesce(array_agg(row(m.account_id, t.plan, m.cycle + 1, m.cycle_end, t.price_cents, t.paid, t.free, t.one_time, t.paid * t.unit_cents,
                                  (m.cycle_end at time zone 'UTC' + make_interval(years => t.lifetime_years)) at time zone 'UTC', t.falls_to)::plan_renewal
                              order by m.account_id), '{}')
    from m
    join terms k on k.plan = m.going_to and k.starts_at <= m.cycle_end and m.cycle_end < k.ends_at
    join terms t on t.plan = (case when p_falling then coalesce(k.falls_to, k.plan) else k.plan end) and t.starts_at <= m.cycle_end and m.cycle_end < t.ends_at
$$;

-- Who can go on now, the longest overdue first: not while a charge is open, nor before an overdue fee is tried again (unless a downgrade makes it needless).
create function marketplace.due_members(p_terms jsonb, p_accounts bigint[], p_by_gateway boolean, p_members integer, p_now timestamptz)
returns bigint[]
language sql stable set search_path = marketplace, pg_temp as $$
    with terms as materialized (select * from plan_terms(p_terms))
    select coalesce(array_agg(d.account_id), '{}') from (
        select m.account_id
        from membership m
        join account a on a.id = m.account_id
        join terms t on t.plan = coalesce(m.next_plan, m.plan) and t.starts_at <= m.cycle_end and m.cycle_end < t.ends_at
        where m.ended_at is null and m.cycle_end <= p_now and (p_accounts is null or m.account_id = any (p_accounts))
          and (a.status = 'SUSPENDED'
               or a.status = 'ACTIVE' and (m.fee_next_attempt is null or m.fee_next_attempt <= p_now or t.price_cents = 0))
          and not exists (select 1 from plan_charge c where c.account_id = m.account_id and c.state = 'PENDING')
          and (p_by_gateway is null or p_by_gateway = (a.status = 'ACTIVE' and t.price_cents > 0 and m.fee_method <> 'EARNINGS'))
        order by m.cycle_end, m.account_id limit p_members) d
$$;

-- Begins the next cycle of members whose accounts and wallets the caller has locked.
create function marketplace.begin_cycles(p_cycles marketplace.plan_renewal[], p_fallen boolean, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_notices notice[];
    v_begun integer;
begin
    if cardinality(p_cycles) = 0 then
        return;
    end if;

    -- PLN-03, PLN-04: a month of Plus is one line of two lots. PLN-14: what an agency gets once ever has the same key in every cycle.
    perform grant_connects((
        select array_agg(row(c.account_id, g.origin, g.kind, g.connects, g.cost_cents, g.period, 'GRANT', g.reference, g.description,
                             null, null, null, c.cycle_date, c.expires_at)::connects_grant)
        from unnest(p_cycles) c
        cross join lateral (select 'cycle:' || to_char(c.cycle_date at time zone 'UTC', 'YYYY-MM-DD') as key) k
        cross join lateral (values
            ('PLAN', 'PAID', c.paid, c.cost_cents, k.key, k.key, 'Monthly Connects of ' || plan_name(c.plan)),
            ('PLAN', 'FREE', c.free, 0, k.key, k.key, 'Monthly Connects of ' || plan_name(c.plan)),
            ('AGENCY_WELCOME', 'FREE', c.one_time, 0, 'once', 'agency_welcome:' || c.account_id, 'Connects of ' || plan_name(c.plan))
        ) g (origin, kind, connects, cost_cents, period, reference, description)
        where g.connects > 0));

    with before as (
        select m.account_id, m.plan from membership m join unnest(p_cycles) c on c.account_id = m.account_id
    ), said as (
        select c.*, b.plan <> c.plan as changed, c.paid + c.free as connects, to_char(c.cycle_date at time zone 'UTC', 'YYYY-MM-DD') as date,
               to_char(c.expires_at at time zone 'UTC', 'FMDD FMMonth YYYY') as expiry
        from unnest(p_cycles) c join before b on b.account_id = c.account_id
    )
    select array_agg(n) into v_notices from (
        -- NTF-02: the email says that the Connects are there.
        select row(account_id, 'PLAN_RENEWED', case when connects > 0 then connects || ' Connects of your ' || plan_name(plan) || ' plan' else 'Your ' || plan_name(plan) || ' plan goes on' end,
                   case when connects > 0 then 'They can be used now and expire on ' || expiry || '.' else 'Another month has begun.' end,
                   'cycle:' || date, 'plan-renewed', jsonb_build_object('plan', plan, 'connects', connects, 'priceCents', price_cents))::notice as n
        from said where connects > 0 or price_cents > 0
        union all
        select row(account_id, 'CONNECTS_AWARDED', one_time || ' free Connects', 'They come with your ' || plan_name(plan) || ' plan once, and expire on ' || expiry || '.',
                   'AGENCY_WELCOME', 'connects-awarded', jsonb_build_object('connects', one_time))::notice
        from said where one_time > 0
        union all
        select row(account_id, 'GENERAL', 'Your plan is ' || plan_name(plan) || ' now',
                   case when p_fallen then 'The membership fee could not be charged. You can upgrade again at any time.' else 'The change you asked for has come into force.' end,
                   'plan:' || date, case when p_fallen then 'plan-fell' else 'plan-changed' end, jsonb_build_object('plan', plan))::notice
        from said where changed) x;

    update membership m
    set plan = c.plan, next_plan = null, cycle = c.cycle, fee_failures = 0, fee_next_attempt = null
    from unnest(p_cycles) c
    where m.account_id = c.account_id and m.cycle = c.cycle - 1;
    get diagnostics v_begun = row_count;
    if v_begun <> cardinality(p_cycles) then
        raise exception 'a cycle of % members was begun for %', cardinality(p_cycles), v_begun;
    end if;
    perform notify_accounts(v_notices, p_now);
end $$;

-- A fee was declined: it is tried again some days later, or the member falls to the plan that costs nothing.
create function marketplace.fail_fees(p_terms jsonb, p_retry_days integer[], p_failed marketplace.plan_renewal[], p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_falling bigint[];
    v_notices notice[];
begin
    select coalesce(array_agg(m.account_id), '{}') into v_falling
    from membership m join unnest(p_failed) f on f.account_id = m.account_id
    where m.fee_failures >= cardinality(p_retry_days);
    perform begin_cycles(next_cycles(p_terms, v_falling, true), true, p_now);

    with failed as (
        update membership m
        set fee_failures = m.fee_failures + 1,
            -- The days are counted from the cycle date; where the sweep came late, from one refusal to the next.
            fee_next_attempt = case when m.cycle_end + make_interval(days => p_retry_days[m.fee_failures + 1]) > p_now
                then m.cycle_end + make_interval(days => p_retry_days[m.fee_failures + 1])
                else p_now + make_interval(days => p_retry_days[m.fee_failures + 1] - coalesce(p_retry_days[m.fee_failures], 0)) end
        from unnest(p_failed) f
        where m.account_id = f.account_id and not m.account_id = any (v_falling)
        returning m.account_id, m.cycle, m.fee_failures, m.fee_next_attempt, f.plan, f.price_cents
    )
    select array_agg(row(account_id, 'GENERAL', 'Your membership fee was declined',
                         'The fee of $' || to_char(price_cents / 100.0, 'FM999999990.00') || ' for ' || plan_name(plan) || ' is tried again on '
                             || to_char(fee_next_attempt at time zone 'UTC', 'FMDD FMMonth YYYY') || '.',
                         'fee:' || cycle || ':' || fee_failures, 'plan-fee-declined', jsonb_build_object('plan', plan, 'priceCents', price_cents, 'nextAttempt', fee_next_attempt))::notice)
    into v_notices from failed;
    perform notify_accounts(v_notices, p_now);
end $$;

-- Members that no gateway need be asked about: plans that cost nothing, fees that earnings pay, and suspended accounts, whose cycles pass with
-- neither fee nor Connects.
create function marketplace.renew_members(
    p_terms jsonb, p_retry_days integer[], p_accounts bigint[], p_members integer, p_now timestamptz, out renewed integer, out accounts bigint[])
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_locked bigint[];
    v_suspended plan_renewal[];
    v_going plan_renewal[] := '{}';
    v_failed plan_renewal[] := '{}';
    v_cycle plan_renewal;
begin
    -- Members that somebody else holds are left for the next chunk.
    select coalesce(array_agg(l.account_id), '{}') into v_locked from (
        select m.account_id from membership m join account a on a.id = m.account_id
        where m.account_id = any (due_members(p_terms, p_accounts, false, p_members, p_now))
        order by m.account_id for share of a skip locked for update of m skip locked) l;
    perform 1 from wallet w where w.account_id = any (v_locked) order by w.account_id, w.asset for update;
    -- Another statement: it sees what the last holders committed.
    accounts := due_members(p_terms, v_locked, false, cardinality(v_locked), p_now);

    select coalesce(array_agg(row(c.account_id, c.plan, c.cycle, c.cycle_date, 0, 0, 0, 0, 0, c.expires_at, c.falls_to)::plan_renewal), '{}') into v_suspended
    from unnest(next_cycles(p_terms, accounts, false)) c join account a on a.id = c.account_id where a.status = 'SUSPENDED';

    for v_cycle in
        select c.* from unnest(next_cycles(p_terms, accounts, false)) c join account a on a.id = c.account_id where a.status <> 'SUSPENDED' order by c.account_id
    loop
        if v_cycle.price_cents = 0 then
            v_going := v_going || v_cycle;
        elsif (select w.paid from wallet w where w.account_id = v_cycle.account_id and w.asset = 'USD') >= v_cycle.price_cents then
            perform post_cash(v_cycle.account_id, 'PLAN_FEE', -v_cycle.price_cents, 'PLAN_REVENUE', 'cycle:' || to_char(v_cycle.cycle_date at time zone 'UTC', 'YYYY-MM-DD'),
                              'Membership fee: ' || plan_name(v_cycle.plan), null, p_now);
            v_going := v_going || v_cycle;
        else
            v_failed := v_failed || v_cycle;
        end if;
    end loop;
    perform begin_cycles(v_suspended, false, p_now);
    perform begin_cycles(v_going, false, p_now);
    perform fail_fees(p_terms, p_retry_days, v_failed, p_now);
    renewed := cardinality(accounts);
end $$;

-- Writes down the fees that a gateway is to be asked for. One charge a member and cycle: a declined one is asked for again by its own reference.
create function marketplace.open_renewals(p_terms jsonb, p_accounts bigint[], p_members integer, p_now timestamptz)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_locked bigint[];
    v_opened integer;
begin
    select coalesce(array_agg(l.account_id), '{}') into v_locked from (
        select m.account_id from membership m join account a on a.id = m.account_id
        where m.account_id = any (due_members(p_terms, p_accounts, true, p_members, p_now))
        order by m.account_id for share of a skip locked for update of m skip locked) l;

    insert into plan_charge (account_id, purpose, plan, cycle, price_cents, method, token, reference, asked_at)
    select c.account_id, 'RENEWAL', c.plan, c.cycle, c.price_cents, m.fee_method, m.fee_token,
           'membership/' || c.account_id || '/' || to_char(c.cycle_date at time zone 'UTC', 'YYYY-MM-DD'), p_now
    from unnest(next_cycles(p_terms, due_members(p_terms, v_locked, true, cardinality(v_locked), p_now), false)) c
    join membership m on m.account_id = c.account_id
    on conflict (account_id, cycle) where purpose = 'RENEWAL' do update
        set state = 'PENDING', attempt = plan_charge.attempt + 1, plan = excluded.plan, method = excluded.method, token = excluded.token, asked_at = excluded.asked_at
        where plan_charge.state = 'DECLINED';
    get diagnostics v_opened = row_count;
    return v_opened;
end $$;

-- What the gateway said. An answer counts once, and what was taken is written down whatever the account's state is by then.
-- Returns the accounts whose charges were settled or declined by it.
create function marketplace.settle_renewals(p_terms jsonb, p_retry_days integer[], p_answers jsonb, p_now timestamptz)
returns bigint[]
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_asked bigint[];
    v_settled bigint[];
    v_declined bigint[];
begin
    select array_agg(x.account_id order by x.account_id) into v_asked from jsonb_to_recordset(p_answers) as x (account_id bigint);
    perform 1 from account a where a.id = any (v_asked) order by a.id for share;
    perform 1 from wallet w where w.account_id = any (v_asked) order by w.account_id, w.asset for update;
    perform 1 from membership m where m.account_id = any (v_asked) order by m.account_id for update;

    with answered as (
        update plan_charge c set state = case when x.settled then 'SETTLED' else 'DECLINED' end
        from jsonb_to_recordset(p_answers) as x (account_id bigint, number bigint, attempt integer, settled boolean)
        where c.account_id = x.account_id and c.number = x.number and c.attempt = x.attempt and c.state = 'PENDING' and c.purpose = 'RENEWAL'
        returning c.account_id, c.cycle, c.plan, c.price_cents, x.settled
    ), fees as materialized (
        select a.*, nextval('transaction_number') as transaction_number from answered a where a.settled
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, effective_at)
        select f.account_id, f.transaction_number, 'PLAN_FEE', 'cycle:' || to_char(cycle_date(m.started_at, f.cycle) at time zone 'UTC', 'YYYY-MM-DD'),
               'Membership fee: ' || plan_name(f.plan), p_now
        from fees f join membership m on m.account_id = f.account_id
    ), entries as (
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount)
        select account_id, transaction_number, 1, 'USD', 'CARD_CLEARING', -price_cents from fees
        union all
        select account_id, transaction_number, 2, 'USD', 'PLAN_REVENUE', price_cents from fees
    )
    select coalesce(array_agg(account_id) filter (where settled), '{}'), coalesce(array_agg(account_id) filter (where not settled), '{}')
    into v_settled, v_declined from answered;

    -- An account that was closed meanwhile has paid and gets nothing any more.
    perform begin_cycles(next_cycles(p_terms, array(select a.id from account a where a.id = any (v_settled) and a.status in ('ACTIVE', 'SUSPENDED')), false), false, p_now);
    perform fail_fees(p_terms, p_retry_days, next_cycles(p_terms, array(select a.id from account a where a.id = any (v_declined) and a.status in ('ACTIVE', 'SUSPENDED')), false), p_now);
    return v_settled || v_declined;
end $$;

-- Closed and banned accounts have no more cycles.
create function marketplace.end_memberships(p_now timestamptz)
returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    update membership m set ended_at = p_now
    from account a
    where a.id = m.account_id and a.status in ('CLOSED', 'BANNED') and m.ended_at is null and m.cycle_end <= p_now
$$;

grant execute on function marketplace.plan_terms, marketplace.due_members, marketplace.renew_members, marketplace.open_renewals, marketplace.settle_renewals, marketplace.end_memberships
    to marketplace_app;
